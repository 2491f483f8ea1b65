package org.doclock.locking;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import redis.clients.jedis.HostAndPort;

/**
 * What {@code doclock.redis.uri} says: which kind of Redis, where, and who asks.
 *
 * @param kind how many nodes there are, and who knows which of them to ask
 * @param encrypted whether to speak TLS, to the sentinels as well
 * @param user the user of the access list; empty for the default one
 * @param password the user's, if the address holds it
 * @param nodes Redis itself, its sentinels, or some nodes of the cluster
 * @param master the name that the sentinels watch it under; empty without sentinels
 * @param database its number, always 0 in a cluster
 */
record RedisAddress(
        Kind kind,
        boolean encrypted,
        Optional<String> user,
        Optional<String> password,
        Set<HostAndPort> nodes,
        Optional<String> master,
        int database) {

    enum Kind {
        STAND_ALONE("", 6379, "(?<master>){0}/?|/(?<database>\\d{1,5})"),
        SENTINEL("+sentinel", 26379, "/(?<master>[\\w.-]+)(/(?<database>\\d{1,5})?)?"),
        CLUSTER("+cluster", 6379, "(?<master>){0}/?(?<database>\\d{1,5})?");

        private final String suffix;
        private final int defaultPort;
        private final Pattern path;

        Kind(String suffix, int defaultPort, String path) {
            this.suffix = suffix;
            this.defaultPort = defaultPort;
            this.path = Pattern.compile(path);
        }
    }

    static final String FORM =
            "an address such as redis://host:6379, rediss://host:6379 (TLS),"
                    + " redis://user:password@host:6379/0,"
                    + " redis+sentinel://host:26379,host:26379/master or"
                    + " redis+cluster://host:6379,host:6379, every special character of user and"
                    + " password percent-encoded, and the hosts' names without underscores";

    private static final Pattern WHOLE =
            Pattern.compile(
                    "(?<tls>redis|rediss)(?<kind>|\\+sentinel|\\+cluster)://"
                            + "((?<user>[^@/:]*)(:(?<password>[^@/]*))?@)?"
                            + "(?<nodes>[^@/]+)(?<path>/.*)?");
    private static final Pattern NODE =
            Pattern.compile(
                    "(?<host>[a-zA-Z0-9][a-zA-Z0-9.-]*|\\[[0-9a-fA-F:.]+])(:(?<port>\\d{1,5}))?");

    /**
     * @throws IllegalArgumentException saying what it must be, and never what it is
     */
    static RedisAddress of(URI uri) {
        Matcher whole = WHOLE.matcher(uri.toString());
        check(whole.matches() && uri.getRawQuery() == null && uri.getRawFragment() == null);
        Kind kind =
                Stream.of(Kind.values())
                        .filter(it -> it.suffix.equals(whole.group("kind")))
                        .findFirst()
                        .orElseThrow();
        Matcher path = kind.path.matcher(Optional.ofNullable(whole.group("path")).orElse(""));
        check(path.matches());
        int database = Optional.ofNullable(path.group("database")).map(Integer::valueOf).orElse(0);
        Settings.check(
                kind != Kind.CLUSTER || database == 0,
                "doclock.redis.uri must name no database: a cluster has only one");
        Set<HostAndPort> nodes = nodes(whole.group("nodes"), kind);
        check(nodes.size() == 1 || kind != Kind.STAND_ALONE);
        return new RedisAddress(
                kind,
                whole.group("tls").equals("rediss"),
                decoded(whole.group("user")),
                decoded(whole.group("password")),
                nodes,
                Optional.ofNullable(path.group("master")),
                database);
    }

    /** Without user and password, fit to be shown. */
    @Override
    public String toString() {
        return (encrypted ? "rediss" : "redis")
                + kind.suffix
                + "://"
                + nodes.stream().map(HostAndPort::toString).collect(Collectors.joining(","))
                + master.map(it -> "/" + it).orElse("")
                + (database == 0 ? "" : "/" + database);
    }

    private static Set<HostAndPort> nodes(String text, Kind kind) {
        Set<HostAndPort> nodes = new LinkedHashSet<>();
        for (String node : text.split(",", -1)) {
            Matcher matcher = NODE.matcher(node);
            check(matcher.matches());
            int port =
                    Optional.ofNullable(matcher.group("port"))
                            .map(Integer::valueOf)
                            .orElse(kind.defaultPort);
            check(port >= 1 && port <= 65_535);
            nodes.add(new HostAndPort(matcher.group("host"), port));
        }
        return nodes;
    }

    /** A plus sign is itself, other than in forms. */
    private static Optional<String> decoded(String text) {
        return Optional.ofNullable(text)
                .filter(it -> !it.isEmpty())
                .map(it -> URLDecoder.decode(it.replace("+", "%2B"), StandardCharsets.UTF_8));
    }

    private static void check(boolean holds) {
        Settings.check(holds, "doclock.redis.uri must be " + FORM);
    }
}
