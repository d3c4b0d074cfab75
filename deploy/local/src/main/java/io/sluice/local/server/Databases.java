package io.sluice.local.server;

import io.sluice.local.process.PlainFailure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/**
 * The server as its administrator sees it: for each service a database, an owner that runs its
 * migrations, and a role of the database's own name that reads and writes rows and owns nothing.
 */
final class Databases implements AutoCloseable {

    private static final String STARTING_UP = "57P03";
    private static final String CONNECTION_FAILED = "08001";

    private static final String OWNER = "_owner";

    private final Connection connection;
    private final Logins logins;

    private Databases(Connection connection, Logins logins) {
        this.connection = connection;
        this.logins = logins;
    }

    /**
     * How the administrator logs in.
     *
     * @param settings of the driver, beside user and password
     */
    record Logins(int port, String user, String password, Map<String, String> settings) {

        Logins {
            settings = Map.copyOf(settings);
        }

        private Connection to(String database) throws SQLException {
            Properties login = new Properties();
            login.putAll(settings);
            login.setProperty("user", user);
            login.setProperty("password", password);
            login.setProperty("connectTimeout", "5");
            login.setProperty("socketTimeout", "30");
            return DriverManager.getConnection(
                    "jdbc:postgresql://localhost:" + port + "/" + database, login);
        }
    }

    /** Empty while the server is still starting. */
    static Optional<Databases> connect(Logins logins) {
        try {
            return Optional.of(new Databases(logins.to("postgres"), logins));
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

    /** Who owns a database, and alone may alter what is in it. */
    static String owner(String database) {
        return database + OWNER;
    }

    /** A database with its two roles, which may connect to no other. */
    void ensure(String name, String password, String ownersPassword) {
        requirePlainName(name);
        try {
            ensureRole(owner(name), ownersPassword);
            ensureRole(name, password);
            if (!exists("SELECT 1 FROM pg_database WHERE datname = ?", name)) {
                run("CREATE DATABASE %s OWNER %s".formatted(name, owner(name)));
            }
            run("REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC");
            try (Connection inside = logins.to(name);
                    Statement statement = inside.createStatement()) {
                // What an earlier release left to the service itself.
                statement.execute("REASSIGN OWNED BY %s TO %s".formatted(name, owner(name)));
                statement.execute(rights());
            }
        } catch (SQLException e) {
            throw new PlainFailure(
                    "PostgreSQL cannot create the database " + name + ": " + e.getMessage(), e);
        }
    }

    private void ensureRole(String role, String password) throws SQLException {
        if (!exists("SELECT 1 FROM pg_roles WHERE rolname = ?", role)) {
            run("CREATE ROLE %s LOGIN".formatted(role));
        }
        run("ALTER ROLE %s PASSWORD '%s'".formatted(role, password));
    }

    /** The same statement that compose and Kubernetes run. */
    private static String rights() {
        try (InputStream file = Databases.class.getResourceAsStream("/rights.sql")) {
            return new String(
                    Objects.requireNonNull(file, "rights.sql").readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new PlainFailure("cannot read rights.sql: " + e.getMessage(), e);
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
