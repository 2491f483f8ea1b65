package org.doclock.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The addresses of pages, below that of the page that shows them. */
@Named("adminAddress")
@RequestScoped
@AdministratorsOnly
public class Address {

    public String document(String id) {
        return "document.xhtml?id=" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    }
}
