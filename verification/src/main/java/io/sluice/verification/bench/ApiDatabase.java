package io.sluice.verification.bench;

import io.sluice.verification.RunningPlatform;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Withdrawal-api's database, as its owner sees it. */
final class ApiDatabase {

    private static final Duration PUBLISHED_WITHIN = Duration.ofMinutes(2);
    private static final long LOOK_EVERY_NANOS = 200_000_000;
    private static final List<String> TABLES =
            List.of("withdrawal", "payout", "idempotency_key", "partner_event");

    // The past, a hundred a second: ids that carry their time, keys as random as partners' are.
    private static final List<String> FILL =
            List.of(
                    """
                    CREATE UNLOGGED TABLE filled AS
                    SELECT n, (SELECT last_value FROM praxis_number) + 2 * n AS number,
                      (SELECT last_value FROM reference_number) + n AS reference,
                      uuidv7(make_interval(secs => 0.01 * (n - %1$d) - 60)) AS withdrawal_id,
                      uuidv7(make_interval(secs => 0.01 * (n - %1$d) - 60)) AS payout_id,
                      now() + make_interval(secs => 0.01 * (n - %1$d) - 60) AS at
                    FROM generate_series(1, %1$d) n
                    """,
                    """
                    INSERT INTO withdrawal (withdrawal_id, number, reference_no, merchant_id,
                      application_key, external_user_id, amount, currency, balance_model, processing,
                      route, masked_iban, destination_key_id, destination_ciphertext,
                      destination_country, created_at, status, settled, outstanding, ledger_sequence,
                      event_sequence, updated_at)
                    SELECT withdrawal_id, number, 'W-2026-' || lpad(reference::text, 7, '0'),
                      'Test-Integration-Merchant', 'Filled', 'user-' || n %% 200000, 250000, 'TRY',
                      'PRE_RESERVE', 'AUTOMATIC', '{pientegra,praxis}', 'TR********************7890',
                      '66687aad', repeat(md5(n::text), 5), 'TR', at, 'SENT', 250000, 0, 3, 4, at
                    FROM filled
                    """,
                    """
                    INSERT INTO payout (withdrawal_id, payout_id, tid, amount, status, sent, gateway,
                      attempt)
                    SELECT withdrawal_id, payout_id, number + 1, 250000, 'SENT', 250000, 'pientegra', 1
                    FROM filled
                    """,
                    """
                    INSERT INTO idempotency_key (application_key, idempotency_key, request_hash,
                      withdrawal_id, response_status, response_body, created_at)
                    SELECT 'Filled', gen_random_uuid(), sha256(n::text::bytea), withdrawal_id, 201,
                      '{"withdrawalId":"' || withdrawal_id || '","referenceNo":"W-2026-'
                        || lpad(reference::text, 7, '0') || '"}', at
                    FROM filled
                    """,
                    """
                    INSERT INTO partner_event (event_id, application_key, withdrawal_id, sequence,
                      event_type, occurred_at, body)
                    SELECT gen_random_uuid(), 'Filled', withdrawal_id, 1, 'withdrawal.created', at,
                      repeat(md5(n::text), 12)
                    FROM filled
                    """,
                    "SELECT setval('praxis_number', (SELECT max(number) + 2 FROM filled))",
                    "SELECT setval('reference_number', (SELECT max(reference) + 1 FROM filled))",
                    "DROP TABLE filled");

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

    /** So many paid withdrawals of the past; indexes are built afterwards, since that is faster. */
    long fill(long rows) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET maintenance_work_mem = '512MB'");
            statement.execute("SET synchronous_commit = off");
            List<String> restore = dropIndexes(statement);
            for (String step : FILL) {
                statement.execute(step.formatted(rows));
            }
            for (String step : restore) {
                statement.execute(step);
            }
            for (String table : TABLES) {
                statement.execute("VACUUM (ANALYZE, FREEZE) " + table);
            }
            statement.execute("CHECKPOINT");
            return number("SELECT count(*) FROM withdrawal");
        } catch (SQLException e) {
            throw new IllegalStateException("filling withdrawal-api's database", e);
        }
    }

    /** What makes them again, as PostgreSQL itself says it. */
    private static List<String> dropIndexes(Statement statement) throws SQLException {
        List<String> drop = new ArrayList<>();
        List<String> restore = new ArrayList<>();
        String tables = "'{" + String.join(",", TABLES) + "}'::regclass[]";
        try (ResultSet rows =
                statement.executeQuery(
                        """
                        SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
                          format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,
                            pg_get_constraintdef(oid))
                        FROM pg_constraint WHERE contype IN ('p', 'u') AND conrelid = ANY("""
                                + tables
                                + """
                                )
                                UNION ALL
                                SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
                                FROM pg_index i WHERE indrelid = ANY("""
                                + tables
                                + """
                                ) AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
                                """)) {
            while (rows.next()) {
                drop.add(rows.getString(1));
                restore.add(rows.getString(2));
            }
        }
        for (String step : drop) {
            statement.execute(step);
        }
        return restore;
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
