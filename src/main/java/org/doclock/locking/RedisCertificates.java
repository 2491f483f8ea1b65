package org.doclock.locking;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;

/** The certificates of TLS: whom to trust, and which to present. */
final class RedisCertificates {

    private static final byte[] PEM = "-----".getBytes(StandardCharsets.US_ASCII);

    private static final String IN_MEMORY = "JKS";
    private static final char[] NO_SECRET = "in memory only".toCharArray();

    private RedisCertificates() {}

    /**
     * Empty if nothing is set: Java's trust store then, and no certificate of ours. The certificate
     * and the host's name are verified in any case.
     *
     * @param password of the key stores
     * @throws IllegalArgumentException naming the setting whose file cannot be used
     */
    static Optional<SslOptions> from(Config config, Optional<String> password) {
        char[] opens = password.orElse("").toCharArray();
        SslOptions.Builder options = SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL);
        Optional<?> trust =
                Settings.optional(
                        config,
                        "doclock.redis.tls.ca-file",
                        file -> trust(options, Path.of(file), opens),
                        "a readable file of certificates, as PEM or as a key store that the"
                                + " password in doclock.redis.tls.password-file opens");
        Optional<?> present =
                Settings.optional(
                        config,
                        "doclock.redis.tls.key-store",
                        file -> present(options, Path.of(file), opens),
                        "a readable key store that the password in"
                                + " doclock.redis.tls.password-file opens");
        return trust.isPresent() || present.isPresent()
                ? Optional.of(options.build())
                : Optional.empty();
    }

    private static SslOptions.Builder trust(SslOptions.Builder options, Path file, char[] password)
            throws IOException, GeneralSecurityException {
        KeyStore trusted = isPem(file) ? pem(file) : KeyStore.getInstance(file.toFile(), password);
        if (trusted.size() == 0) {
            throw new IllegalArgumentException();
        }
        return options.trustStoreType(IN_MEMORY).truststore(copy(trusted, password), NO_SECRET);
    }

    private static SslOptions.Builder present(
            SslOptions.Builder options, Path file, char[] password)
            throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance(file.toFile(), password);
        return options.keyStoreType(IN_MEMORY).keystore(copy(keys, password), NO_SECRET);
    }

    /** Each new connection reads the store again, which takes long where it is well encrypted. */
    private static SslOptions.Resource copy(KeyStore store, char[] password)
            throws IOException, GeneralSecurityException {
        KeyStore copy = empty();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                Certificate[] chain = store.getCertificateChain(alias);
                copy.setKeyEntry(alias, store.getKey(alias, password), NO_SECRET, chain);
            } else {
                copy.setCertificateEntry(alias, store.getCertificate(alias));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        copy.store(bytes, NO_SECRET);
        return () -> new ByteArrayInputStream(bytes.toByteArray());
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(IN_MEMORY);
        store.load(null, null);
        return store;
    }

    private static boolean isPem(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(PEM.length), PEM);
        }
    }

    private static KeyStore pem(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        try (InputStream in = Files.newInputStream(file)) {
            for (Certificate it :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry(Integer.toString(store.size()), it);
            }
        }
        return store;
    }
}
