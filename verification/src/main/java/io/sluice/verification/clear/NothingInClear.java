package io.sluice.verification.clear;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.verification.EveryRecord;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Searches all that a platform leaves behind, its output, logs, topics and databases, for the IBANs,
 * names and secrets of local runs: none may stand there, neither in clear nor merely encoded.
 */
public final class NothingInClear {

    /** Of the withdrawals that tests and chaos open. */
    public static final String IBAN = "TR320010009999901234567890";

    public static final String HOLDER = "Ayşe Yılmaz";

    private static final List<String> PERSONAL =
            List.of(IBAN, HOLDER, "Yılmaz", "TR330006100519786457841326");
    private static final List<String> SECRET =
            List.of(
                    "sk_test_",
                    "operator-demo-token",
                    "viewer-demo-token",
                    "whsec_",
                    "MerchantSecretKey");
    private static final List<String> DATABASES =
            List.of("withdrawal_api", "ledger_service", "gateway_adapter", "webhook_ingest");
    private static final int ROWS_AT_ONCE = 5_000;

    private final Needles needles;

    /** Where something was found, and the first thing that was. */
    private final Map<String, String> findings = new TreeMap<>();

    /**
     * @param passwords of this platform alone
     */
    public NothingInClear(Collection<String> passwords) {
        List<String> words = new ArrayList<>(PERSONAL);
        words.addAll(SECRET);
        words.addAll(passwords);
        needles = new Needles(words);
    }

    /** What was found so far: where, and what. */
    public List<String> findings() {
        return findings.entrySet().stream()
                .map(finding -> finding.getValue() + " in " + finding.getKey())
                .toList();
    }

    public void searchText(String where, String text) {
        search(where, text.getBytes(UTF_8));
    }

    /** Answers how many files there are. */
    public int searchFiles(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> files = all.filter(Files::isRegularFile).toList();
            for (Path file : files) {
                search(file.getFileName().toString(), Files.readAllBytes(file));
            }
            return files.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers how many records there are. */
    public int searchTopics(String bootstrapServers) {
        return EveryRecord.read(bootstrapServers, this::search);
    }

    private void search(ConsumerRecord<byte[], byte[]> record) {
        search(record.topic(), record.key());
        search(record.topic(), record.value());
        record.headers()
                .forEach(header -> search(record.topic() + " " + header.key(), header.value()));
    }

    /**
     * Answers how many rows there are in all tables.
     *
     * @param port of the server
     * @param password of its superuser
     */
    public int searchDatabases(int port, String password) {
        int rows = 0;
        for (String database : DATABASES) {
            String url = "jdbc:postgresql://localhost:" + port + "/" + database;
            try (Connection connection = DriverManager.getConnection(url, "postgres", password)) {
                // Rows come by and by only within a transaction.
                connection.setAutoCommit(false);
                for (String table : tables(connection)) {
                    rows += search(connection, database, table);
                }
            } catch (SQLException e) {
                throw new IllegalStateException(database + ": " + e.getMessage(), e);
            }
        }
        return rows;
    }

    private int search(Connection connection, String database, String table) throws SQLException {
        int rows = 0;
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet all = statement.executeQuery("SELECT t::text FROM " + table + " AS t")) {
                while (all.next()) {
                    search(database + ": " + table, all.getBytes(1));
                    rows++;
                }
            }
        }
        return rows;
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet names =
                        statement.executeQuery(
                                """
                                SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
                                WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
                                """)) {
            while (names.next()) {
                tables.add(names.getString(1));
            }
        }
        return tables;
    }

    private void search(String where, byte @Nullable [] bytes) {
        if (bytes != null) {
            needles.in(bytes).ifPresent(found -> findings.putIfAbsent(where, found));
        }
    }
}
