package io.sluice.ledger.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** For every invariant that SQL holds, a row that breaks it and the constraint's name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class ConstraintsTest {

    private final Postgres postgres = new Postgres();

    @AfterAll
    void close() {
        postgres.close();
    }

    static List<String> broken() {
        return BadRows.BROKEN;
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aRowThatBreaksAConstraintIsRefusedByItsName(String line) {
        List<String> parts = Arrays.stream(line.split(" \\| ")).map(String::strip).toList();
        String table = parts.get(0);
        String change = parts.get(2);

        assertThatThrownBy(() -> postgres.execute(statements(table, change)))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("\"" + parts.get(1) + "\"");
    }

    private static String statements(String table, String change) {
        Map<String, String> good = BadRows.good(table);
        String first = before(table) + BadRows.insert(table, good) + ";";
        if ("twice".equals(change)) {
            return first + BadRows.insert(table, good);
        }
        if (change.startsWith("again ")) {
            return first
                    + BadRows.insert(
                            table, BadRows.with(good, change.substring("again ".length())));
        }
        return before(table) + BadRows.insert(table, BadRows.with(good, change));
    }

    /** What must be there for a good row to be taken. */
    private static String before(String table) {
        return "statement_line".equals(table)
                ? BadRows.insert("statement", BadRows.good("statement")) + ";"
                : "";
    }

    @Test
    void aGoodRowIsTaken() throws SQLException {
        List<String> tables =
                Stream.of(BadRows.GOOD, BadRows.GOOD_BESIDE)
                        .flatMap(rows -> rows.keySet().stream())
                        .toList();
        for (String table : tables) {
            String room = "ledger_partition".equals(table) ? "DELETE FROM ledger_partition;" : "";
            postgres.execute(
                    "BEGIN;"
                            + room
                            + before(table)
                            + BadRows.insert(table, BadRows.good(table))
                            + ";ROLLBACK");
        }
    }

    @Test
    void approvalsAreGivenOnceAndOfAQuarantineThatIsThere() {
        String approval =
                "INSERT INTO quarantine_approval (quarantine_id, operator, resolution) VALUES ("
                        + BadRows.A
                        + ", 'a', 'r');";
        assertThatThrownBy(() -> postgres.execute(approval))
                .hasMessageContaining("quarantine_approval_is_of_a_quarantine");
        assertThatThrownBy(
                        () ->
                                postgres.execute(
                                        BadRows.insert("quarantine", BadRows.good("quarantine"))
                                                + ";"
                                                + approval
                                                + approval))
                .hasMessageContaining("quarantine_approval_is_given_once");
    }

    @Test
    void aTransferOfAWithdrawalIsBookedOnce() {
        Map<String, String> first =
                BadRows.with(
                        BadRows.good("transfer"), "kind='RESERVE', withdrawal_id=" + BadRows.A);
        assertThatThrownBy(
                        () ->
                                postgres.execute(
                                        BadRows.insert("transfer", first)
                                                + ";"
                                                + BadRows.insert(
                                                        "transfer",
                                                        BadRows.with(first, "position=2"))))
                .hasMessageContaining("transfer_is_booked_once");
    }

    @Test
    void everyConstraintHasItsBadRow() {
        Set<String> named = new TreeSet<>(BadRows.ELSEWHERE);
        BadRows.BROKEN.forEach(line -> named.add(line.split(" \\| ")[1]));

        assertThat(
                        postgres.query(
                                """
                                SELECT conname FROM pg_constraint c
                                JOIN pg_class t ON t.oid = c.conrelid
                                WHERE t.relnamespace = 'public'::regnamespace AND contype <> 'n'
                                  AND t.relname NOT IN ('flyway_schema_history')
                                  AND t.relname IN ('ledger_partition', 'account', 'transfer',
                                    'seal', 'withdrawal', 'payout', 'attempt', 'wallet_transfer',
                                    'answered_record', 'quarantine', 'quarantine_approval',
                                    'submission', 'statement', 'statement_line')
                                """))
                .containsExactlyInAnyOrderElementsOf(named);
    }
}
