package org.doclock;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.doclock.locking.LockRoles;
import org.doclock.security.PasswordHash;

/** The users of {@code mvn -Prun} and of the tests: each has its name as password. */
public final class DevUsers {

    private static final int FEW_ITERATIONS = 30_000;

    private static final Map<String, String> ROLES =
            Map.of(
                    "alice",
                    "",
                    "bob",
                    "",
                    "app",
                    LockRoles.SERVICE,
                    "admin",
                    LockRoles.ADMINISTRATOR);

    private DevUsers() {}

    /** As environment variables, which the process list does not show. */
    public static Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("DOCLOCK_USERS", String.join(",", ROLES.keySet()));
        ROLES.forEach(
                (name, roles) -> {
                    String key = "DOCLOCK_USER_" + name.toUpperCase(Locale.ROOT);
                    environment.put(key + "_PASSWORD", PasswordHash.of(name, FEW_ITERATIONS));
                    if (!roles.isEmpty()) {
                        environment.put(key + "_ROLES", roles);
                    }
                });
        return environment;
    }
}
