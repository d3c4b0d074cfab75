package io.sluice.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A withdrawal's way through all services is one trace, from the partner's own span on; what the
 * services log about it names both.
 */
@ExtendWith(OnePlatform.class)
final class OneTraceTest {

    private static final String PARTNERS_SPAN = "00f067aa0ba902b7";

    private final Outside outside = new Outside();

    @Test
    void allStepsOfAWithdrawalAreOneTrace(Collector collector) {
        Opened opened = open("5000");

        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertIsWhole(collector.trace(opened.trace())));
    }

    private static void assertIsWhole(List<Collector.Seen> spans) {
        assertThat(steps(spans)).containsAll(STEPS);
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

    /** 12: paid, but the answer is a 5xx; 23: sent, then said to be rejected. */
    @Test
    void aLineAboutAWithdrawalNamesItAndItsTrace() {
        Opened doubted = open("5012");
        Opened contradicted = open("5023");

        awaitLine("gateway-adapter", doubted, "in doubt");
        awaitLine("ledger-service", contradicted, "fact quarantined");
    }

    private record Opened(String withdrawal, String trace) {}

    private Opened open(String amount) {
        String user = "traced-" + UUID.randomUUID();
        outside.fund(user, 100_000);
        String trace = UUID.randomUUID().toString().replace("-", "");
        Outside.Answer answer =
                outside.post(
                        8080,
                        "/external/withdrawals",
                        Outside.API_KEY,
                        Outside.withdrawal(user, amount),
                        "Idempotency-Key",
                        UUID.randomUUID().toString(),
                        "traceparent",
                        "00-" + trace + "-" + PARTNERS_SPAN + "-01");
        assertThat(answer.status()).isEqualTo(201);
        return new Opened(answer.body().path("withdrawalId").asString(), trace);
    }

    private static void awaitLine(String service, Opened opened, String words) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () ->
                                assertThat(lines(service))
                                        .filteredOn(line -> line.contains(words))
                                        .map(JsonMapper.shared()::readTree)
                                        .anySatisfy(
                                                line -> {
                                                    assertThat(field(line, "/sluice/withdrawal/id"))
                                                            .isEqualTo(opened.withdrawal());
                                                    assertThat(field(line, "/trace/id"))
                                                            .isEqualTo(opened.trace());
                                                    assertThat(field(line, "/service/name"))
                                                            .isEqualTo(service);
                                                }));
    }

    private static List<String> lines(String service) throws IOException {
        return Files.readAllLines(OnePlatform.DATA.resolve("logs").resolve(service + ".log"));
    }

    private static String field(JsonNode line, String place) {
        return line.at(place).asString("");
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
                    "withdrawal-api: process ledger.v1",
                    "withdrawal-api: deliver withdrawal.sent");

    private static Set<String> steps(List<Collector.Seen> spans) {
        return spans.stream()
                .map(span -> span.service() + ": " + span.name())
                .collect(Collectors.toSet());
    }
}
