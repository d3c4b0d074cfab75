package io.sluice.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** A withdrawal's way through all services is one trace, from the partner's own span on. */
@ExtendWith(OnePlatform.class)
final class OneTraceTest {

    private static final String PARTNERS_SPAN = "00f067aa0ba902b7";

    private final Outside outside = new Outside();

    @Test
    void allStepsOfAWithdrawalAreOneTrace(Collector collector) {
        String user = "traced-" + UUID.randomUUID();
        outside.fund(user, 100_000);
        String trace = UUID.randomUUID().toString().replace("-", "");

        Outside.Answer answer =
                outside.post(
                        8080,
                        "/external/withdrawals",
                        Outside.API_KEY,
                        Outside.withdrawal(user, "5000"),
                        "Idempotency-Key",
                        UUID.randomUUID().toString(),
                        "traceparent",
                        "00-" + trace + "-" + PARTNERS_SPAN + "-01");
        assertThat(answer.status()).isEqualTo(201);

        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(steps(collector.trace(trace))).containsAll(STEPS));
        List<Collector.Seen> spans = collector.trace(trace);
        Set<String> ids = spans.stream().map(Collector.Seen::id).collect(Collectors.toSet());
        assertThat(spans)
                .allSatisfy(
                        span ->
                                assertThat(
                                                span.parent().equals(PARTNERS_SPAN)
                                                        || ids.contains(span.parent()))
                                        .as("%s has its parent in the trace", span)
                                        .isTrue());
    }

    private static final Set<String> STEPS =
            Set.of(
                    "withdrawal-api: POST /external/withdrawals",
                    "withdrawal-api: send withdrawals.v1",
                    "ledger-service: process withdrawals.v1",
                    "ledger-service: send ledger.v1",
                    "gateway-adapter: process ledger.v1",
                    "gateway-adapter: submit at pientegra",
                    "gateway-adapter: send payouts.v1",
                    "webhook-ingest: process payouts.v1",
                    "webhook-ingest: send payout-status.v1",
                    "ledger-service: process payout-status.v1",
                    "withdrawal-api: process ledger.v1");

    private static Set<String> steps(List<Collector.Seen> spans) {
        return spans.stream()
                .map(span -> span.service() + ": " + span.name())
                .collect(Collectors.toSet());
    }
}
