package io.sluice.local.server;

import io.sluice.local.process.PlainFailure;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/** The server as its administrator sees it: a database and a user for each service. */
final class Databases implements AutoCloseable {

    private static final String STARTING_UP = "57P03";
    private static final String CONNECTION_FAILED = "08001";

    private final Connection connection;

    private Databases(Connection connection) {
        this.connection = connection;
    }

    /** Empty while the server is still starting. */
    static Optional<Databases> connect(int port, String user, String password) {
        Properties login = new Properties();
        login.setProperty("user", user);
        login.setProperty("password", password);
        login.setProperty("connectTimeout", "5");
        login.setProperty("socketTimeout", "30");
        try {
            return Optional.of(
                    new Databases(
                            DriverManager.getConnection(
                                    "jdbc:postgresql://localhost:" + port + "/postgres", login)));
        } catch (SQLException e) {
            if (STARTING_UP.equals(e.getSQLState()) || CONNECTION_FAILED.equals(e.getSQLState())) {
                return Optional.empty();
            }
            throw new PlainFailure(
                    "PostgreSQL refuses its own administrator ("
                            + e.getMessage()
                            + "): the data is older than the passwords;"
                            + " './sluice run --fresh' starts with empty data",
                    e);
        }
    }

    /** A user that owns the one database of the same name and may connect to no other. */
    void ensure(String name, String password) {
        requirePlainName(name);
        try {
            if (!exists("SELECT 1 FROM pg_roles WHERE rolname = ?", name)) {
                run("CREATE ROLE %s LOGIN".formatted(name));
            }
            run("ALTER ROLE %s PASSWORD '%s'".formatted(name, password));
            if (!exists("SELECT 1 FROM pg_database WHERE datname = ?", name)) {
                run("CREATE DATABASE %s OWNER %s".formatted(name, name));
            }
            run("REVOKE ALL ON DATABASE %s FROM PUBLIC".formatted(name));
            run("REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC");
        } catch (SQLException e) {
            throw new PlainFailure(
                    "PostgreSQL cannot create the database " + name + ": " + e.getMessage(), e);
        }
    }

    private boolean exists(String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Names and passwords stand in statements that take no parameters. */
    private static void requirePlainName(String name) {
        if (!name.matches("[a-z_]+")) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "name: %s (expected: a-z and _)", name));
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new PlainFailure("PostgreSQL ended the connection: " + e.getMessage(), e);
        }
    }
}
