package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.FactStatus;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.gateway.PayoutTable.Stored;
import io.sluice.gateway.domain.PayoutState;
import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Every outcome of the sandbox at both providers, by two instances of which one is killed with
 * signal 9 and the other one stopped until its leases are over, and then woken: in the end what we
 * say was paid is what was really paid, to the cent, and nothing twice.
 */
@Tag("long")
class OutcomeTableTest {

    private static final List<Integer> ENDINGS =
            List.of(
                    0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 20, 21, 22, 23, 24, 25, 26,
                    30, 31, 32, 33, 34, 35, 36);
    private static final Set<Integer> REJECTED = Set.of(2, 3, 7);
    private static final Duration LEASE = Duration.ofSeconds(6);

    /** One payout of the table. */
    private record Row(String provider, int ending, long amount, PayoutId payout) {
        boolean rejected() {
            return REJECTED.contains(ending);
        }

        /** At submission: when the answer is lost, no repeat tells. */
        boolean refused() {
            return ending == 6 || ending == 7;
        }

        String name() {
            return "%s %02d".formatted(provider, ending);
        }
    }

    @Test
    @Timeout(240)
    void whatWeReportIsWhatWasPaidAndNothingIsPaidTwice() {
        Platform.makeRoom();
        DatabaseAddress database = Infrastructure.database("gateway");
        PayoutTable table = new PayoutTable(database);
        try (Wire wire = new Wire();
                SandboxProcess sandbox =
                        new SandboxProcess(
                                "sluice.sandbox.silence=8s",
                                "sluice.sandbox.slow=6s",
                                "sluice.sandbox.praxis.timestamp-age=4s");
                GatewayProcess killed = new GatewayProcess(database, settings(sandbox));
                GatewayProcess stopped = new GatewayProcess(database, settings(sandbox))) {
            killed.awaitReady();
            stopped.awaitReady();
            List<Row> rows = authorize(wire);
            await().atMost(Platform.PATIENCE)
                    .until(
                            () ->
                                    table.all().size() == rows.size()
                                            && count(table, PayoutState.SENT) > 0
                                            && count(table, PayoutState.SENDING) > 0);
            killed.kill();
            stopped.stop();
            int left = count(table, PayoutState.SENDING);
            try (GatewayProcess successor =
                    new GatewayProcess(database, settings(sandbox)).awaitReady()) {
                await().atMost(LEASE.plusSeconds(20))
                        .until(() -> count(table, PayoutState.SENDING) == 0);
                stopped.wake();
                await().atMost(Duration.ofMinutes(1))
                        .untilAsserted(() -> assertThat(open(rows, table)).allMatch(Row::refused));
                // That a provider refuses a repeat never ends a doubt: people end it.
                List<Row> resolved = open(rows, table);
                resolved.forEach(row -> successor.resolveAsNotPaid(row.payout()));
                await().atMost(Platform.PATIENCE)
                        .untilAsserted(() -> assertThat(open(rows, table)).isEmpty());
                Map<PayoutId, Stored> all = table.all();
                rows.forEach(
                        row ->
                                agrees(
                                        wire,
                                        sandbox,
                                        row,
                                        all.get(row.payout()),
                                        row.rejected() || resolved.contains(row)));
            }
            assertThat(left).as("payouts that nobody was left to send").isPositive();
        }
    }

    private static List<Row> authorize(Wire wire) {
        List<Row> rows = new ArrayList<>();
        for (String first : List.of("pientegra", "praxis")) {
            String second = first.equals("praxis") ? "pientegra" : "praxis";
            for (int ending : ENDINGS) {
                long amount = (first.equals("praxis") ? 700_000L : 300_000L) + ending;
                rows.add(new Row(first, ending, amount, wire.authorize(amount, first, second)));
            }
        }
        return rows;
    }

    private static int count(PayoutTable table, PayoutState state) {
        return (int) table.all().values().stream().filter(p -> p.state() == state).count();
    }

    /** Those that have not ended. */
    private static List<Row> open(List<Row> rows, PayoutTable table) {
        Map<PayoutId, Stored> all = table.all();
        return rows.stream()
                .filter(row -> !Objects.requireNonNull(all.get(row.payout())).state().ended())
                .toList();
    }

    private static void agrees(
            Wire wire, SandboxProcess sandbox, Row row, Stored payout, boolean unpaid) {
        PayoutState expected = unpaid ? PayoutState.REJECTED : PayoutState.SENT;
        // Returned whole or in halves: nobody hears the sandbox's callbacks here, so it is told
        // only
        // by a look-up that comes after it.
        assertThat(payout.state())
                .as("%s: %s", row.name(), payout)
                .isIn(
                        expected,
                        row.ending() == 4 || row.ending() == 5 ? PayoutState.RETURNED : expected);
        long paid = 0;
        int payments = 0;
        for (PayoutTable.Row attempt : payout.attempts()) {
            long ofAttempt =
                    sandbox.paid(attempt.key()).stream()
                            .mapToLong(p -> Long.parseLong(p.path("amount").asString()))
                            .sum();
            assertThat(attempt.sent()).as("%s: %s", row.name(), payout).isEqualTo(ofAttempt);
            paid += ofAttempt;
            payments += ofAttempt > 0 ? 1 : 0;
        }
        long paidInAll = paid;
        await().atMost(Platform.PATIENCE)
                .untilAsserted(
                        () -> assertThat(told(wire, row)).as(row.name()).isEqualTo(paidInAll));
        assertThat(payments).isLessThanOrEqualTo(1);
        long ordered = row.ending() == 25 ? row.amount() - 1 : row.amount();
        assertThat(paid).as(row.name()).isEqualTo(unpaid ? 0 : ordered);
    }

    /** What we said to everybody, as the highest total. */
    private static long told(Wire wire, Row row) {
        return wire.heard(PayoutStatusReported.class).stream()
                .filter(fact -> fact.payoutId().equals(row.payout()))
                .filter(fact -> fact.status() != FactStatus.REJECTED)
                .mapToLong(PayoutStatusReported::sentTotal)
                .max()
                .orElse(0);
    }

    private static List<String> settings(SandboxProcess sandbox) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "SLUICE_SANDBOX_URL=" + sandbox.url(),
                                "sluice.gateway.lease=" + LEASE.toSeconds() + "s",
                                "sluice.providers.praxis.absent-after=6s"));
        for (String provider : List.of("pientegra", "praxis")) {
            String use = "sluice.providers." + provider + ".use.";
            all.add(use + "read-timeout=2s");
            all.add(use + "overall-timeout=2500ms");
            all.add(use + "doubt-pause=500ms");
            all.add(use + "longest-pause=1s");
            all.add(use + "expected-within=700ms");
        }
        return all;
    }
}
