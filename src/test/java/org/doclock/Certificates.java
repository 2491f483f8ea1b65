package org.doclock;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * An authority of our own with a certificate for a server and one for a client, made anew in a
 * folder by Java's keytool.
 */
public record Certificates(Path folder) {

    public static final String PASSWORD = "changeit";

    private static final char[] OPENS = PASSWORD.toCharArray();

    /** The server's names are written as keytool wants them: {@code dns:localhost,ip:127.0.0.1}. */
    public static Certificates make(Path folder, String serverNames) {
        Certificates made = new Certificates(folder.toAbsolutePath());
        made.keyPair("ca", "-ext", "bc:c=ca:true");
        made.keyPair("server", "-signer", "ca", "-ext", "san=" + serverNames);
        made.keyPair("client", "-signer", "ca");
        try {
            made.write();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return made;
    }

    /** Whom to trust, as PEM. */
    public Path authority() {
        return folder.resolve("ca.pem");
    }

    /** Whom to trust, as a key store. */
    public Path authorityStore() {
        return folder.resolve("ca.p12");
    }

    /** The client's certificate and key, as a key store. */
    public Path client() {
        return folder.resolve("client.p12");
    }

    public Path passwordFile() {
        return folder.resolve("password");
    }

    /** What makes a Redis of ours speak TLS on its port, and nothing else. */
    public String[] redisOptions(int port, boolean clientsShowOne) {
        return new String[] {
            "--port",
            "0",
            "--tls-port",
            Integer.toString(port),
            "--tls-cert-file",
            folder.resolve("server.pem").toString(),
            "--tls-key-file",
            folder.resolve("server.key").toString(),
            "--tls-ca-cert-file",
            authority().toString(),
            "--tls-auth-clients",
            clientsShowOne ? "yes" : "no",
            "--tls-replication",
            "yes",
            "--tls-cluster",
            "yes"
        };
    }

    private void keyPair(String alias, String... more) {
        List<String> command =
                Stream.concat(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                                .toString(),
                                        "-J-XX:TieredStopAtLevel=1",
                                        "-genkeypair",
                                        "-alias",
                                        alias,
                                        "-keyalg",
                                        "EC",
                                        "-groupname",
                                        "secp256r1",
                                        "-dname",
                                        "CN=" + alias,
                                        "-storetype",
                                        "PKCS12",
                                        "-keystore",
                                        folder.resolve("all.p12").toString(),
                                        "-storepass",
                                        PASSWORD),
                                Stream.of(more))
                        .toList();
        try {
            Process keytool = new ProcessBuilder(command).inheritIO().start();
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void write() throws IOException, GeneralSecurityException {
        KeyStore all = KeyStore.getInstance(folder.resolve("all.p12").toFile(), OPENS);
        pem("ca.pem", "CERTIFICATE", all.getCertificate("ca").getEncoded());
        pem("server.pem", "CERTIFICATE", all.getCertificate("server").getEncoded());
        pem("server.key", "PRIVATE KEY", all.getKey("server", OPENS).getEncoded());
        KeyStore trusted = empty();
        trusted.setCertificateEntry("ca", all.getCertificate("ca"));
        store(trusted, authorityStore());
        KeyStore client = empty();
        client.setKeyEntry(
                "client", all.getKey("client", OPENS), OPENS, all.getCertificateChain("client"));
        store(client, client());
        Files.writeString(passwordFile(), PASSWORD + "\n");
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load((InputStream) null, null);
        return store;
    }

    private static void store(KeyStore store, Path file)
            throws IOException, GeneralSecurityException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, OPENS);
        }
    }

    private void pem(String file, String kind, byte[] der) throws IOException {
        Files.writeString(
                folder.resolve(file),
                "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                        .formatted(kind, Base64.getMimeEncoder().encodeToString(der), kind));
    }
}
