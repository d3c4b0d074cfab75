package io.sluice.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.local.process.Children;
import io.sluice.local.process.Home;
import io.sluice.local.process.Ports;
import io.sluice.local.process.ProcessTable;
import io.sluice.local.process.Secrets;
import io.sluice.local.security.Security;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresTest {

    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final List<String> DATABASES = List.of("withdrawal_api", "ledger_service");

    @TempDir static Path folder;

    private int port;
    private Home home;
    private Children children;
    private Secrets secrets;

    @BeforeAll
    void start() {
        port = Ports.anyFree();
        home = Home.of(folder);
        home.create();
        children = new Children(new ProcessTable(home.processes()));
        secrets = new Secrets(home.secrets());
        postgres().start(DATABASES);
    }

    @AfterAll
    void stop() {
        children.stop(children.table().all(), GRACE);
    }

    @Test
    void each_role_may_connect_to_its_own_database_alone() throws SQLException {
        for (String role : List.of("ledger_service", "ledger_service_owner")) {
            assertThat(ask(role, "ledger_service", "SELECT current_user")).isEqualTo(role);
            for (String other : List.of("withdrawal_api", "postgres", "template1")) {
                assertThatExceptionOfType(SQLException.class)
                        .isThrownBy(() -> ask(role, other, "SELECT 1"))
                        .withMessageContaining("permission denied for database");
            }
        }
    }

    @Test
    void a_services_role_reads_and_writes_rows_and_alters_nothing() throws SQLException {
        String database = "withdrawal_api";
        ask(
                "withdrawal_api_owner",
                database,
                "CREATE TABLE account (id bigint GENERATED ALWAYS AS IDENTITY, amount bigint);"
                        + " CREATE SEQUENCE reference");

        ask(database, database, "INSERT INTO account (amount) VALUES (nextval('reference'))");
        ask(database, database, "UPDATE account SET amount = amount + 1");
        assertThat(ask(database, database, "SELECT sum(amount) FROM account")).isEqualTo("2");
        ask(database, database, "DELETE FROM account");

        for (String forbidden :
                List.of(
                        "ALTER TABLE account ADD COLUMN note text",
                        "DROP TABLE account",
                        "TRUNCATE account",
                        "CREATE TABLE mine (id bigint)",
                        "CREATE TEMPORARY TABLE mine (id bigint)",
                        "CREATE SCHEMA mine",
                        "ALTER SEQUENCE reference RESTART",
                        "CREATE INDEX ON account (amount)",
                        "SET ROLE withdrawal_api_owner")) {
            assertThatExceptionOfType(SQLException.class)
                    .as(forbidden)
                    .isThrownBy(() -> ask(database, database, forbidden))
                    .withMessageMatching("(?s).*(must be owner|permission denied|no privileges).*");
        }
        // PostgreSQL answers with a warning, and grants nothing.
        ask(database, database, "GRANT SELECT ON account TO PUBLIC");
        String publicMay = "SELECT relacl::text ~ '[{,]=' FROM pg_class WHERE relname = 'account'";
        assertThat(ask(database, database, publicMay)).isEqualTo("f");
        assertThat(
                        ask(
                                database,
                                database,
                                "SELECT count(*) FROM pg_class"
                                        + " WHERE relowner = 'withdrawal_api'::regrole"))
                .isEqualTo("0");
    }

    @Test
    void what_an_earlier_release_left_to_the_service_passes_to_the_owner() throws SQLException {
        ask("postgres", "ledger_service", "CREATE TABLE early (id bigint)");
        ask("postgres", "ledger_service", "ALTER TABLE early OWNER TO ledger_service");
        ask("postgres", "postgres", "ALTER DATABASE ledger_service OWNER TO ledger_service");

        children.stop(children.table().all(), GRACE);
        postgres().start(DATABASES);

        ask("ledger_service_owner", "ledger_service", "ALTER TABLE early ADD COLUMN note text");
        assertThat(ask("ledger_service", "ledger_service", "SELECT count(*) FROM early"))
                .isEqualTo("0");
    }

    @Test
    void what_was_written_survives_a_restart() throws SQLException {
        ask("ledger_service_owner", "ledger_service", "CREATE TABLE kept AS SELECT 42 AS answer");

        children.stop(children.table().all(), GRACE);
        postgres().start(DATABASES);

        assertThat(ask("ledger_service", "ledger_service", "SELECT answer FROM kept"))
                .isEqualTo("42");
    }

    @Test
    void commits_are_durable_and_idle_transactions_are_ended() throws SQLException {
        assertThat(show("fsync")).isEqualTo("on");
        assertThat(show("synchronous_commit")).isEqualTo("on");
        assertThat(show("full_page_writes")).isEqualTo("on");
        assertThat(show("idle_in_transaction_session_timeout")).isEqualTo("5s");
    }

    private String show(String setting) throws SQLException {
        return ask("ledger_service", "ledger_service", "SHOW " + setting);
    }

    private Postgres postgres() {
        return new Postgres(home, children, port, secrets, new Security(home, secrets));
    }

    private String ask(String user, String database, String sql) throws SQLException {
        String url = "jdbc:postgresql://localhost:" + port + "/" + database;
        try (Connection connection =
                        DriverManager.getConnection(url, user, secrets.password(user));
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
