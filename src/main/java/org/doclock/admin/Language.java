package org.doclock.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.text.MessageFormat;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/** The pages speak the first of their languages that the browser asks for, else English. */
@Named("adminLanguage")
@RequestScoped
public class Language {

    private static final List<Locale> SPOKEN = List.of(Locale.ENGLISH, Locale.GERMAN);

    @Inject private HttpServletRequest request;

    public Locale getLocale() {
        return Collections.list(request.getLocales()).stream()
                .map(asked -> new Locale(asked.getLanguage()))
                .filter(SPOKEN::contains)
                .findFirst()
                .orElse(Locale.ENGLISH);
    }

    /** The texts of the pages; no other language of the server's own slips in. */
    public ResourceBundle getText() {
        return ResourceBundle.getBundle(
                "org.doclock.admin.messages",
                getLocale(),
                Language.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(
                        ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    String say(String key, Object... values) {
        return new MessageFormat(getText().getString(key), getLocale()).format(values);
    }
}
