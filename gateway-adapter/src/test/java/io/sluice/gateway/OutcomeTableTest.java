package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.FactStatus;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.gateway.application.Payouts;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.Payout;
import io.sluice.gateway.domain.PayoutState;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Every outcome of the sandbox at both providers, the adapter restarted in the middle: in the end
 * what we say was paid is what was really paid, to the cent, and nothing twice.
 */
class OutcomeTableTest {

    private static final List<Integer> ENDINGS =
            List.of(
                    0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 20, 21, 22, 23, 24, 25, 26,
                    30, 31, 32, 33, 34, 35, 36);
    private static final Set<Integer> REJECTED = Set.of(2, 3, 7);

    /** One payout of the table. */
    private record Row(String provider, int ending, long amount, PayoutId payout) {
        boolean refusedEverywhere() {
            return REJECTED.contains(ending);
        }
    }

    @Test
    @Timeout(240)
    void whatWeReportIsWhatWasPaidAndNothingIsPaidTwice() {
        try (SandboxProcess sandbox =
                        new SandboxProcess(
                                "sluice.sandbox.silence=8s",
                                "sluice.sandbox.slow=6s",
                                "sluice.sandbox.praxis.timestamp-age=6s");
                Platform platform = new Platform(settings(sandbox))) {
            List<Row> rows = new ArrayList<>();
            for (String first : List.of("pientegra", "praxis")) {
                String second = first.equals("praxis") ? "pientegra" : "praxis";
                for (int ending : ENDINGS) {
                    long amount = (first.equals("praxis") ? 700_000L : 300_000L) + ending;
                    rows.add(
                            new Row(
                                    first,
                                    ending,
                                    amount,
                                    platform.authorize(amount, first, second)));
                }
            }
            await().atMost(Platform.PATIENCE)
                    .until(() -> rows.stream().anyMatch(r -> ended(platform, r.payout())));
            platform.restart();

            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(
                            () ->
                                    assertThat(rows)
                                            .filteredOn(r -> !ended(platform, r.payout()))
                                            .map(r -> payout(platform, r.payout()).current())
                                            .isEmpty());
            rows.forEach(row -> agrees(platform, sandbox, row));
        }
    }

    private static void agrees(Platform platform, SandboxProcess sandbox, Row row) {
        Payout payout = payout(platform, row.payout());
        PayoutState expected = row.refusedEverywhere() ? PayoutState.REJECTED : PayoutState.SENT;
        // Returned whole or in halves: told by the look-up only where it comes after it.
        assertThat(payout.state())
                .as("%s %02d: %s", row.provider(), row.ending(), payout.attempts())
                .isIn(
                        expected,
                        row.ending() == 4 || row.ending() == 5 ? PayoutState.RETURNED : expected);
        long paid = 0;
        int payments = 0;
        for (Attempt attempt : payout.attempts()) {
            long ofAttempt =
                    sandbox.paid(attempt.key()).stream()
                            .mapToLong(p -> Long.parseLong(p.path("amount").asString()))
                            .sum();
            assertThat(attempt.paid().sentTotal())
                    .as("%s %02d, attempt %d", row.provider(), row.ending(), attempt.number())
                    .isEqualTo(ofAttempt);
            paid += ofAttempt;
            payments += ofAttempt > 0 ? 1 : 0;
        }
        long told =
                platform.heard(PayoutStatusReported.class).stream()
                        .filter(fact -> fact.payoutId().equals(row.payout()))
                        .filter(fact -> fact.status() != FactStatus.REJECTED)
                        .mapToLong(PayoutStatusReported::sentTotal)
                        .max()
                        .orElse(0);
        assertThat(told).as("%s %02d", row.provider(), row.ending()).isEqualTo(paid);
        assertThat(payments).isLessThanOrEqualTo(1);
        long ordered = row.ending() == 25 ? row.amount() - 1 : row.amount();
        assertThat(paid)
                .as("%s %02d", row.provider(), row.ending())
                .isEqualTo(row.refusedEverywhere() ? 0 : ordered);
        if (row.ending() == 6) {
            assertThat(payout.attempts()).hasSize(2);
            assertThat(payout.attempts().getLast().cascadeLevel()).isEqualTo(1);
        } else {
            assertThat(payout.attempts()).as("%s %02d", row.provider(), row.ending()).hasSize(1);
        }
    }

    private static boolean ended(Platform platform, PayoutId id) {
        platform.heard(PayoutStatusReported.class);
        Payout found = platform.bean(Payouts.class).find(id).block(Duration.ofSeconds(5));
        return found != null && found.state().ended();
    }

    private static Payout payout(Platform platform, PayoutId id) {
        return Objects.requireNonNull(
                platform.bean(Payouts.class).find(id).block(Duration.ofSeconds(5)));
    }

    private static String[] settings(SandboxProcess sandbox) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "SLUICE_SANDBOX_URL=" + sandbox.url(),
                                "sluice.gateway.lease=9s",
                                "sluice.providers.praxis.absent-after=8s"));
        for (String provider : List.of("pientegra", "praxis")) {
            String use = "sluice.providers." + provider + ".use.";
            all.add(use + "read-timeout=4s");
            all.add(use + "overall-timeout=5s");
            all.add(use + "doubt-pause=500ms");
            all.add(use + "longest-pause=1s");
            all.add(use + "expected-within=700ms");
        }
        return all.toArray(String[]::new);
    }
}
