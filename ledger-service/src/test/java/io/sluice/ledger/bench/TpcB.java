package io.sluice.ledger.bench;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The standard TPC-B transaction on the same server: by pgbench, or the same statements from here. */
final class TpcB {

    private static final int SCALE = 10;
    private static final int ACCOUNTS = 100_000 * SCALE;
    private static final int TELLERS = 10 * SCALE;
    private static final int[] CLIENTS = {1, 4, 8, 16};
    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");

    private final BenchDatabase database;
    private final @Nullable Path pgbench;
    private int clients = CLIENTS[0];

    TpcB(BenchDatabase database) throws SQLException {
        this.database = database;
        this.pgbench = found();
        create();
    }

    String client() {
        return (pgbench == null ? "own client over JDBC" : "pgbench") + ", " + clients + " clients";
    }

    private static @Nullable Path found() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, "pgbench"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    private void create() throws SQLException {
        database.execute(
                "tpcb",
                """
                CREATE TABLE pgbench_branches (bid int PRIMARY KEY, bbalance int, filler char(88))
                  WITH (fillfactor = 100);
                CREATE TABLE pgbench_tellers (tid int PRIMARY KEY, bid int, tbalance int,
                  filler char(84)) WITH (fillfactor = 100);
                CREATE TABLE pgbench_accounts (aid int PRIMARY KEY, bid int, abalance int,
                  filler char(84)) WITH (fillfactor = 100);
                CREATE TABLE pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp,
                  filler char(22));
                INSERT INTO pgbench_branches SELECT n, 0, '' FROM generate_series(1, %1$d) n;
                INSERT INTO pgbench_tellers SELECT n, (n - 1) / 10 + 1, 0, ''
                  FROM generate_series(1, %1$d * 10) n;
                INSERT INTO pgbench_accounts SELECT n, (n - 1) / 100000 + 1, 0, ''
                  FROM generate_series(1, %1$d * 100000) n;
                """
                        .formatted(SCALE));
        database.execute("tpcb", "VACUUM ANALYZE");
    }

    /** Finds the number of clients that suits this server best. */
    void calibrate(int seconds) throws Exception {
        double best = 0;
        int bestClients = CLIENTS[0];
        for (int candidate : CLIENTS) {
            clients = candidate;
            double rate = run(seconds);
            if (rate > best) {
                best = rate;
                bestClients = candidate;
            }
        }
        clients = bestClients;
    }

    /** Transactions a second. */
    double run(int seconds) throws Exception {
        return pgbench == null ? ownClient(seconds) : pgbench(pgbench, seconds);
    }

    private double pgbench(Path program, int seconds) throws IOException, InterruptedException {
        ProcessBuilder command =
                new ProcessBuilder(
                        program.toString(),
                        "-n",
                        "-M",
                        "prepared",
                        "-h",
                        "localhost",
                        "-p",
                        Integer.toString(database.port()),
                        "-U",
                        "postgres",
                        "-c",
                        Integer.toString(clients),
                        "-j",
                        Integer.toString(Math.min(2, clients)),
                        "-T",
                        Integer.toString(seconds),
                        "tpcb");
        command.environment().put("PGPASSWORD", "postgres");
        command.redirectErrorStream(true);
        Process process = command.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher tps = TPS.matcher(output);
        if (process.waitFor() != 0 || !tps.find()) {
            throw new IllegalStateException("pgbench: " + output);
        }
        return Double.parseDouble(tps.group(1));
    }

    private double ownClient(int seconds) throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Callable<Long>> work = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                work.add(() -> transactionsUntil(end));
            }
            long done = 0;
            for (Future<Long> result : threads.invokeAll(work)) {
                done += result.get();
            }
            return (double) done / seconds;
        }
    }

    private long transactionsUntil(long end) throws SQLException {
        long done = 0;
        try (Connection connection = database.connect("tpcb")) {
            connection.setAutoCommit(false);
            while (System.nanoTime() < end) {
                transaction(connection);
                done++;
            }
        }
        return done;
    }

    private static void transaction(Connection connection) throws SQLException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int account = random.nextInt(1, ACCOUNTS + 1);
        int teller = random.nextInt(1, TELLERS + 1);
        int branch = random.nextInt(1, SCALE + 1);
        int delta = random.nextInt(-5_000, 5_001);
        String byKey = " SET %s = %s + ? WHERE %s = ?";
        update(
                connection,
                "UPDATE pgbench_accounts" + byKey.formatted("abalance", "abalance", "aid"),
                delta,
                account);
        try (PreparedStatement read =
                connection.prepareStatement(
                        "SELECT abalance FROM pgbench_accounts WHERE aid = ?")) {
            read.setInt(1, account);
            read.executeQuery().close();
        }
        update(
                connection,
                "UPDATE pgbench_tellers" + byKey.formatted("tbalance", "tbalance", "tid"),
                delta,
                teller);
        update(
                connection,
                "UPDATE pgbench_branches" + byKey.formatted("bbalance", "bbalance", "bid"),
                delta,
                branch);
        update(
                connection,
                "INSERT INTO pgbench_history (tid, bid, aid, delta, mtime)"
                        + " VALUES (?, ?, ?, ?, CURRENT_TIMESTAMP)",
                teller,
                branch,
                account,
                delta);
        connection.commit();
    }

    private static void update(Connection connection, String sql, int... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setInt(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
