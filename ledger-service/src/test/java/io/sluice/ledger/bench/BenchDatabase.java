package io.sluice.ledger.bench;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.flywaydb.core.Flyway;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** A PostgreSQL server of the benchmark's own, as safe as a real one: fsync is on, and checked. */
final class BenchDatabase implements AutoCloseable {

    /** What is set; all else is PostgreSQL's default. */
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "fsync", "on",
                    "synchronous_commit", "on",
                    "full_page_writes", "on",
                    "shared_buffers", "1GB",
                    "max_wal_size", "8GB",
                    "min_wal_size", "4GB",
                    "checkpoint_timeout", "15min",
                    "max_connections", "100");

    private final EmbeddedPostgres server;
    private final ConnectionPool pool;

    BenchDatabase() throws IOException, SQLException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
        SETTINGS.forEach(builder::setServerConfig);
        server = builder.start();
        age();
        execute("postgres", "CREATE DATABASE ledger");
        Flyway.configure()
                .dataSource(jdbcUrl("ledger"), "postgres", "postgres")
                .locations("classpath:db/messaging", "classpath:db/migration")
                .load()
                .migrate();
        pool =
                new ConnectionPool(
                        ConnectionPoolConfiguration.builder(connectionFactory())
                                .initialSize(1)
                                .maxSize(4)
                                .build());
    }

    /**
     * Makes the server one that has run for a while: it writes its log into files that are there,
     * where a new one has to create and fill each of them first.
     */
    private void age() throws SQLException {
        execute(
                "postgres",
                """
                CREATE TABLE age AS
                SELECT repeat(md5(n::text), 60) AS filler FROM generate_series(1, 1_500_000) n
                """);
        execute("postgres", "DROP TABLE age");
        execute("postgres", "CHECKPOINT");
        execute("postgres", "CHECKPOINT");
    }

    /** Does at once what a server does in the hours in which its tables grow. */
    void settle() throws SQLException {
        execute("ledger", "VACUUM ANALYZE");
        execute("ledger", "CHECKPOINT");
    }

    private ConnectionFactory connectionFactory() {
        return ConnectionFactories.get(
                ConnectionFactoryOptions.parse("r2dbc:postgresql://localhost:" + port() + "/ledger")
                        .mutate()
                        .option(ConnectionFactoryOptions.USER, "postgres")
                        .option(ConnectionFactoryOptions.PASSWORD, "postgres")
                        .build());
    }

    ConnectionPool pool() {
        return pool;
    }

    int port() {
        return server.getPort();
    }

    String jdbcUrl(String database) {
        return "jdbc:postgresql://localhost:" + port() + "/" + database;
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), "postgres", "postgres");
    }

    void execute(String database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    String value(String database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    /** The settings as the server has them; throws where they are not safe. */
    Map<String, String> settings() throws SQLException {
        Map<String, String> found = new LinkedHashMap<>();
        for (String name : SETTINGS.keySet().stream().sorted().toList()) {
            found.put(name, value("ledger", "SHOW " + name));
        }
        for (String name : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
            if (!"on".equals(found.get(name))) {
                throw new IllegalStateException(name + ": " + found.get(name) + " (expected: on)");
            }
        }
        found.put("server_version", value("ledger", "SHOW server_version"));
        return found;
    }

    @Override
    public void close() throws IOException {
        pool.dispose();
        server.close();
    }
}
