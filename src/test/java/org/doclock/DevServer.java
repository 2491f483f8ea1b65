package org.doclock;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.doclock.locking.RedisSettings;

/**
 * What {@code mvn -Prun} starts: a real Redis, unless the caller names one, and Payara Micro with
 * DocLock and the example application, until Ctrl-C.
 */
public final class DevServer {

    private DevServer() {}

    /**
     * @param args the project's folder and the port
     */
    public static void main(String[] args) throws Exception {
        Path project = Path.of(args[0]);
        int port = Integer.parseInt(args[1]);
        if (isTaken(port)) {
            System.err.println(
                    "Port " + port + " is taken: choose another with mvn -Prun -Dhttp.port=8081");
            System.exit(1);
        }
        URI redis = redis();
        Map<String, String> environment = DevUsers.environment();
        environment.put("DOCLOCK_REDIS_URI", redis.toString());
        PayaraProcess server =
                PayaraProcess.start(
                        project,
                        port,
                        List.of(Deployments.quoting(project)),
                        environment,
                        new ServerLog());
        if (isDeployed(server.uri())) {
            System.out.println(greeting(server.uri(), redis));
            server.awaitEnd();
        } else {
            System.err.println("DocLock was not deployed: the server's messages above say why");
            System.exit(1);
        }
    }

    private static boolean isTaken(int port) {
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort() != port;
        } catch (IOException taken) {
            return true;
        }
    }

    private static URI redis() {
        String named = System.getProperty("doclock.redis.uri", "");
        if (!named.isBlank()) {
            return URI.create(named);
        }
        return RedisProcess.start().uri();
    }

    private static boolean isDeployed(URI server) throws IOException, InterruptedException {
        HttpRequest look = HttpRequest.newBuilder(server.resolve("/api/lock/status/any")).build();
        return HttpClient.newHttpClient().send(look, BodyHandlers.discarding()).statusCode() != 404;
    }

    private static String greeting(URI server, URI redis) {
        return """

                DocLock is ready.

                  Quotes     %1$s/quoting/quotes.xhtml
                  REST API   %1$s/api/lock, %1$s/api/quotes
                  OpenAPI    %1$s/openapi
                  Health     %1$s/health
                  Redis      %2$s

                  Sign in    as alice, bob (no role), app (lock-service), admin (lock-admin);
                             each has its name as password

                  Start to edit a quote in another terminal, then look at the page, or try as bob:

                  curl -s -u alice:alice -X POST %1$s/api/quotes/1/edit

                  Ctrl-C ends all of it.
                """
                .formatted(server, RedisSettings.address(redis));
    }

    /** Prints what the server logs, but for its long report of how it was started. */
    private static final class ServerLog implements Consumer<String> {

        private boolean report;

        @Override
        public void accept(String line) {
            if (line.matches("\\d{4}-\\d\\d-\\d\\dT.*")) {
                report = line.contains(" INFO PayaraMicro: ");
            }
            if (!report) {
                System.out.println(line);
            }
        }
    }
}
