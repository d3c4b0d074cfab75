package io.sluice.verification.bench;

import io.sluice.verification.RunningPlatform;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** Withdrawal-api's database, as its owner sees it. */
final class ApiDatabase {

    private static final Duration PUBLISHED_WITHIN = Duration.ofMinutes(2);
    private static final long LOOK_EVERY_NANOS = 200_000_000;

    private final String password;

    ApiDatabase(String superusersPassword) {
        this.password = superusersPassword;
    }

    /** As many as came through the API. */
    long opened() {
        return number("SELECT count(*) FROM withdrawal WHERE application_key = 'Bench'");
    }

    void awaitPublished() {
        Instant deadline = Instant.now().plus(PUBLISHED_WITHIN);
        while (number("SELECT count(*) FROM outbox") > 0) {
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException("outbox: not empty within " + PUBLISHED_WITHIN);
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    /** So many paid withdrawals of the past; how many there are then. */
    long fill(long rows) {
        new Past(password).fill("withdrawal_api", rows);
        return number("SELECT count(*) FROM withdrawal");
    }

    private long number(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("withdrawal-api's database", e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:"
                        + RunningPlatform.port(15432)
                        + "/withdrawal_api?user=postgres&password="
                        + password);
    }
}
