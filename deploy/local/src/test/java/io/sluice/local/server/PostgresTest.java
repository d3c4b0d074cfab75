package io.sluice.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.local.process.Children;
import io.sluice.local.process.Home;
import io.sluice.local.process.Ports;
import io.sluice.local.process.ProcessTable;
import io.sluice.local.process.Secrets;

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
    void each_user_owns_its_database_and_may_connect_to_no_other() throws SQLException {
        assertThat(ask("ledger_service", "ledger_service", "SELECT current_user"))
                .isEqualTo("ledger_service");
        for (String other : List.of("withdrawal_api", "postgres", "template1")) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> ask("ledger_service", other, "SELECT 1"))
                    .withMessageContaining("permission denied for database");
        }
    }

    @Test
    void what_was_written_survives_a_restart() throws SQLException {
        ask("ledger_service", "ledger_service", "CREATE TABLE kept AS SELECT 42 AS answer");

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
        return new Postgres(home, children, port, secrets);
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
