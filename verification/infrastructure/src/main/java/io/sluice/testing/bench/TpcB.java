package io.sluice.testing.bench;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The yardstick of the database: the standard TPC-B transaction (five statements, as pgbench has
 * them), in a database of its own on the server that is measured. By pgbench where it is installed,
 * else the same statements from here.
 */
public final class TpcB {

    private static final int SCALE = 10;
    private static final int ACCOUNTS = 100_000 * SCALE;
    private static final int TELLERS = 10 * SCALE;
    private static final int[] CLIENTS = {1, 4, 8, 16};
    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private final String host;
    private final int port;
    private final String user;
    private final String password;
    private final @Nullable Path pgbench = found();
    private int clients = CLIENTS[0];

    /**
     * @param user may create a database
     */
    public TpcB(String host, int port, String user, String password) {
        this.host = host;
        this.port = port;
        this.user = user;
        this.password = password;
    }

    /** Creates the tables of scale 10 and finds the number of clients that suits this server best. */
    public TpcB prepare(int seconds) {
        execute("postgres", "DROP DATABASE IF EXISTS tpcb");
        execute("postgres", "CREATE DATABASE tpcb");
        execute(
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
        execute("tpcb", "VACUUM ANALYZE");
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
        return this;
    }

    /** Whose client it is, and how many. */
    public String client() {
        return (pgbench == null ? "own client over JDBC" : "pgbench") + ", " + clients + " clients";
    }

    /** Transactions a second. */
    public double run(int seconds) {
        try {
            return pgbench == null ? ownClient(seconds) : pgbench(pgbench, seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (IOException | ExecutionException e) {
            throw new IllegalStateException("TPC-B", e);
        }
    }

    private static @Nullable Path found() {
        Stream<Path> onPath =
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1)).map(Path::of);
        return Stream.concat(onPath, debian().stream())
                .map(folder -> folder.resolve("pgbench"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** Debian keeps each version's programs off the path. */
    private static List<Path> debian() {
        if (!Files.isDirectory(DEBIAN)) {
            return List.of();
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.sorted(Comparator.reverseOrder()).map(v -> v.resolve("bin")).toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + host + ":" + port + "/" + database, user, password);
    }

    private void execute(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("TPC-B", e);
        }
    }

    private double pgbench(Path program, int seconds) throws IOException, InterruptedException {
        List<String> command =
                List.of(
                        program.toString(),
                        "--no-vacuum",
                        "--protocol=prepared",
                        "--host=" + host,
                        "--port=" + port,
                        "--username=" + user,
                        "--client=" + clients,
                        "--jobs=" + Math.min(2, clients),
                        "--time=" + seconds,
                        "tpcb");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", password);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Optional<String> rate = TPS.matcher(output).results().map(r -> r.group(1)).findFirst();
        if (process.waitFor() != 0 || rate.isEmpty()) {
            throw new IllegalStateException("pgbench: " + output);
        }
        return Double.parseDouble(rate.get());
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
        try (Connection connection = connect("tpcb")) {
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
