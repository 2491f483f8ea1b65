package org.doclock.chaos;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.doclock.Api;
import org.doclock.PayaraProcess;
import org.doclock.RedisProcess;
import org.doclock.TestTokens;
import org.doclock.chaos.History.Owner;
import org.jose4j.jwt.JwtClaims;

/** Two servers, eight clients, twenty documents, and somebody who breaks things. */
final class Run implements AutoCloseable {

    private static final int CLIENTS = 8;
    private static final int SESSIONS_OF_A_USER = 2;
    private static final List<String> DOCUMENTS =
            IntStream.range(0, 20).mapToObj(i -> "sheet-" + i).toList();

    private final Plan plan;
    private final Setup setup;
    private final List<PayaraProcess> servers = new ArrayList<>();
    private final Map<String, Owner> asking = new ConcurrentHashMap<>();
    private final Recorder recorder = new Recorder();
    private final RedisAccount account = new RedisAccount(recorder);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private Run(Plan plan) {
        this.plan = plan;
        setup = plan.kind().start();
    }

    /** Starts what is needed, and ends all of it. */
    static History of(Plan plan) throws Exception {
        return of(
                plan,
                Path.of("target", "doclock.war").toAbsolutePath(),
                Sheets.Protection.FENCE_AND_VERSION,
                true);
    }

    /**
     * The same with something else than DocLock as it is.
     *
     * @param protection of the database
     * @param disturbed whether anything is broken meanwhile
     */
    static History of(Plan plan, Path war, Sheets.Protection protection, boolean disturbed)
            throws Exception {
        try (Run run = new Run(plan);
                Sheets sheets = new Sheets(plan.name(), DOCUMENTS, protection)) {
            run.startServers(war);
            return run.edit(sheets, disturbed);
        }
    }

    private History edit(Sheets sheets, boolean disturbed) throws Exception {
        for (Setup.Node node : setup.nodes()) {
            account.follow(node.redis());
        }
        AtomicBoolean goOn = new AtomicBoolean(true);
        List<Future<?>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Client client = client(i, sheets);
            clients.add(threads.submit(() -> client.run(goOn::get)));
        }
        if (disturbed) {
            new Nemesis(setup, servers, account, recorder, new Random(plan.seed()))
                    .disturb(plan.time());
        } else {
            Thread.sleep(plan.time().toMillis());
        }
        goOn.set(false);
        for (Future<?> client : clients) {
            client.get(1, TimeUnit.MINUTES);
        }
        return recorder.history(setup.kind().isOneRedis(), sheets.rows(DOCUMENTS));
    }

    private Client client(int number, Sheets sheets) {
        Owner owner =
                new Owner(
                        "user-" + number / SESSIONS_OF_A_USER,
                        "tab-" + number % SESSIONS_OF_A_USER);
        Random random = new Random(plan.seed() + 1 + number);
        LockCalls calls =
                new LockCalls(
                        owner,
                        servers.stream().map(it -> api(it, owner.user())).toList(),
                        servers.stream().map(it -> api(it, "admin", "lock-admin")).toList(),
                        recorder,
                        random);
        return new Client(calls, DOCUMENTS, asking, new Edits(owner, sheets, recorder), random);
    }

    private static Api api(PayaraProcess server, String user, String... roles) {
        JwtClaims claims = TestTokens.claims(user, roles);
        claims.setExpirationTimeMinutesInTheFuture(120);
        return Api.anonymous(server.uri()).withAuthorization("Bearer " + TestTokens.signed(claims));
    }

    private void startServers(Path war) {
        List<CompletableFuture<PayaraProcess>> starting =
                setup.uris().stream()
                        .map(uri -> CompletableFuture.supplyAsync(() -> server(uri, war), threads))
                        .toList();
        starting.forEach(it -> servers.add(it.join()));
        // The first call of a server takes as long as what is loaded for it.
        String lock = "{\"docId\":\"warm-up\",\"sessionId\":\"tab-1\"}";
        for (PayaraProcess server : servers) {
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> api(server, "user-0").post("acquire", lock).status() == 200);
        }
    }

    private PayaraProcess server(URI redis, Path war) {
        Map<String, String> environment = new HashMap<>(TestTokens.environment());
        environment.put("DOCLOCK_REDIS_URI", redis.toString());
        environment.put("DOCLOCK_REDIS_WAIT_REPLICAS", Integer.toString(plan.waitReplicas()));
        environment.put("DOCLOCK_HAND_OVER_TTL", "PT1S");
        environment.put("DOCLOCK_TTL_MIN", "PT0.1S");
        environment.put("DOCLOCK_TTL_DEFAULT", Duration.ofMillis(Client.SHORT_TTL).toString());
        int port = RedisProcess.freePort();
        return PayaraProcess.start(
                Path.of("").toAbsolutePath(), port, List.of(war), environment, log(port)::println);
    }

    private static PrintStream log(int port) {
        try {
            return new PrintStream("target/chaos-server-" + port + ".log", StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        servers.forEach(PayaraProcess::resume);
        setup.nodes().forEach(it -> it.redis().resume());
        servers.parallelStream().forEach(PayaraProcess::close);
        account.close();
        setup.close();
        threads.shutdownNow();
    }
}
