package org.doclock;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.ObjectName;

/**
 * A Payara Micro that deploys DocLock, is used, and undeploys it, again and again. After each round
 * it prints what is left of DocLock. The server is on the class path of this program only, and so
 * is called by reflection.
 */
public final class Redeployments {

    private static final Pattern OURS =
            Pattern.compile("doc-?lock|redis|jedis|failsafe|commons-pool");

    /** The server keeps the application that was there last, until the next one comes. */
    private static final int KEPT = 1;

    /** How long whatever goes by itself may take to go. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Redeployments() {}

    /**
     * @param args the port, the WAR, the server's folder and how many rounds
     */
    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        File war = new File(args[1]);
        Object micro =
                Class.forName("fish.payara.micro.PayaraMicro")
                        .getMethod("getInstance")
                        .invoke(null);
        set(micro, "setNoHazelcast", boolean.class, true);
        set(micro, "setHttpPort", int.class, port);
        set(micro, "setRootDir", File.class, new File(args[2]));
        set(micro, "setPrintLogo", boolean.class, false);
        Object runtime = micro.getClass().getMethod("bootStrap").invoke(micro);
        Class<?> api = Class.forName("fish.payara.micro.PayaraMicroRuntime");
        for (int round = 1; round <= Integer.parseInt(args[3]); round++) {
            api.getMethod("deploy", String.class, String.class, File.class)
                    .invoke(runtime, "doclock", "doclock", war);
            use(URI.create("http://localhost:" + port + "/doclock/"));
            api.getMethod("undeploy", String.class).invoke(runtime, "doclock");
            report(round);
        }
        api.getMethod("shutdown").invoke(runtime);
        System.exit(0);
    }

    private static void set(Object micro, String name, Class<?> type, Object value)
            throws ReflectiveOperationException {
        micro.getClass().getMethod(name, type).invoke(micro, value);
    }

    private static void use(URI application) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        for (String path : new String[] {"api/lock/status/quote-1", "../health", "../metrics"}) {
            HttpRequest request =
                    HttpRequest.newBuilder(application.resolve(path))
                            .header("Authorization", "Basic YWxpY2U6YWxpY2U=")
                            .build();
            System.out.println(
                    path + " " + client.send(request, BodyHandlers.discarding()).statusCode());
        }
    }

    private static void report(int round) throws Exception {
        long patience = System.nanoTime() + PATIENCE.toNanos();
        long loaders = loaders();
        while ((loaders > KEPT || !ours().isEmpty()) && System.nanoTime() < patience) {
            System.gc();
            loaders = loaders();
        }
        System.out.printf(
                "ROUND %d loaders %d classes %d threads %d of ours %s%n",
                round,
                loaders,
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
                Thread.activeCount(),
                ours());
    }

    private static long loaders() throws Exception {
        return ask("vmClassloaders", "show-classes")
                .lines()
                .filter(it -> it.endsWith("org.doclock.locking.LockingService"))
                .count();
    }

    private static Set<String> ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(it -> OURS.matcher(it.toLowerCase()).find())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String ask(String command, String... arguments) throws Exception {
        return (String)
                ManagementFactory.getPlatformMBeanServer()
                        .invoke(
                                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                command,
                                new Object[] {arguments},
                                new String[] {String[].class.getName()});
    }
}
