package org.doclock.security;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Makes the hash of a password for {@code doclock.user.<name>.password}, in the form of Jakarta
 * Security's {@code Pbkdf2PasswordHash}, which verifies it: {@code algorithm:iterations:salt:hash}.
 */
public final class PasswordHash {

    private static final String ALGORITHM = "PBKDF2WithHmacSHA256";

    /** What OWASP's Password Storage Cheat Sheet asks for this algorithm (2023). */
    private static final int ITERATIONS = 600_000;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;

    private PasswordHash() {}

    /** Reads one password, a line of standard input, and prints its hash. */
    public static void main(String[] args) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String password = in.readLine();
        if (password == null || password.isEmpty() || password.length() > PasswordCheck.LONGEST) {
            System.err.println(
                    "Give the password as a line of standard input, of 1 to "
                            + PasswordCheck.LONGEST
                            + " characters");
            System.exit(1);
        }
        System.out.println(of(password));
    }

    /** A new hash with a salt of its own, at full cost. */
    public static String of(String password) {
        return of(password, ITERATIONS);
    }

    /** A cheaper one, for development. */
    public static String of(String password, int iterations) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        try {
            byte[] hash =
                    SecretKeyFactory.getInstance(ALGORITHM)
                            .generateSecret(
                                    new PBEKeySpec(
                                            password.toCharArray(), salt, iterations, HASH_BITS))
                            .getEncoded();
            Base64.Encoder base64 = Base64.getEncoder();
            return String.join(
                    ":",
                    ALGORITHM,
                    Integer.toString(iterations),
                    base64.encodeToString(salt),
                    base64.encodeToString(hash));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }
}
