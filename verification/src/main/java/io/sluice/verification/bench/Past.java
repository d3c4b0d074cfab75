package io.sluice.verification.bench;

import io.sluice.verification.RunningPlatform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Withdrawals that were paid before, in the services' databases: a hundred a second, up to a minute
 * ago, of every size and with every index that real ones have. Each database has its own; nothing
 * asks for those of another.
 */
final class Past {

    static final List<String> DATABASES =
            List.of("withdrawal_api", "ledger_service", "gateway_adapter", "webhook_ingest");

    private static final Pattern FILLED = Pattern.compile("^INSERT INTO (\\w+)", Pattern.MULTILINE);

    private final String password;

    Past(String superusersPassword) {
        this.password = superusersPassword;
    }

    /** So many more in this database; indexes are built afterwards, since that is faster. */
    void fill(String database, long rows) {
        String script = script(database).replace(":rows", Long.toString(rows));
        List<String> tables =
                FILLED.matcher(script).results().map(match -> match.group(1)).distinct().toList();
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:postgresql://localhost:%d/%s?user=postgres&password=%s"
                                        .formatted(
                                                RunningPlatform.port(15432), database, password));
                Statement statement = connection.createStatement()) {
            statement.execute("SET maintenance_work_mem = '512MB'");
            statement.execute("SET work_mem = '256MB'");
            statement.execute("SET synchronous_commit = off");
            List<String> restore = dropIndexes(statement, tables);
            for (String step : script.split(";\\n", -1)) {
                statement.execute(step);
            }
            statement.execute("DROP TABLE IF EXISTS filled, filled_owner, filled_partition");
            for (String step : restore) {
                statement.execute(step);
            }
            for (String table : tables) {
                statement.execute("VACUUM (ANALYZE, FREEZE) " + table);
            }
            statement.execute("CHECKPOINT");
        } catch (SQLException e) {
            throw new IllegalStateException("filling " + database, e);
        }
    }

    private static String script(String database) {
        try (InputStream script = Past.class.getResourceAsStream("past/" + database + ".sql")) {
            if (script == null) {
                throw new IllegalArgumentException(database + ": (expected: " + DATABASES + ")");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What makes them again, as PostgreSQL itself says it: foreign keys go first and come last. */
    private static List<String> dropIndexes(Statement statement, List<String> tables)
            throws SQLException {
        List<String> drop = new ArrayList<>();
        List<String> restore = new ArrayList<>();
        String array = "'{" + String.join(",", tables) + "}'::regclass[]";
        try (ResultSet rows =
                statement.executeQuery(
                        """
                        SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
                          format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,
                            pg_get_constraintdef(oid)), contype <> 'f' AS later
                        FROM pg_constraint
                        WHERE contype IN ('p', 'u') AND conrelid = ANY(:tables)
                          OR contype = 'f' AND confrelid = ANY(:tables)
                        UNION ALL
                        SELECT format('DROP INDEX %s', indexrelid::regclass),
                          pg_get_indexdef(indexrelid), true
                        FROM pg_index i WHERE indrelid = ANY(:tables)
                          AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
                        ORDER BY later
                        """
                                .replace(":tables", array))) {
            while (rows.next()) {
                drop.add(rows.getString(1));
                restore.addFirst(rows.getString(2));
            }
        }
        for (String step : drop) {
            statement.execute(step);
        }
        return restore;
    }
}
