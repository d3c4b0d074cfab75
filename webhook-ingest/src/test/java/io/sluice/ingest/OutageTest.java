package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** What a provider is told while the database or the broker is away. */
@Timeout(300)
final class OutageTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final Map<String, String> OPERATOR =
            Map.of("Authorization", "Bearer operator-demo-token");

    @Test
    void withoutADatabaseAProviderIsToldInTimeToSendAgain() throws Exception {
        DatabaseAddress database = Infrastructure.database("ingest-outage");
        try (PostgresGate gate = new PostgresGate(database);
                Ingest ingest = Ingest.start(gate.springProperties())) {
            Payout payout = Payout.opened("pientegra");
            Topic.write(payout.submitted());
            String body = Pientegra.sent(payout.reference());
            Praxis.Notice notice = Praxis.payout("order-1", "approved", Instant.now());
            assertKept(ingest);

            gate.goAway();
            assertThat(sent(ingest, body).statusCode()).isEqualTo(503);
            HttpResponse<String> praxis = ingest.post(Praxis.PATH, notice.body(), notice.headers());
            assertThat(praxis.statusCode()).isEqualTo(503);
            assertThat(praxis.body()).startsWith("{\"status\":-1,");
            assertThat(praxis.headers().firstValue("Gt-Authentication")).isPresent();
            assertThat(ingest.post(Pientegra.PATH, body, Pientegra.signed("x")).statusCode())
                    .as("a forged one still is one")
                    .isEqualTo(401);
            gate.comeBack();
            await().atMost(SOON).untilAsserted(() -> assertKept(ingest));

            gate.hang();
            assertThat(sent(ingest, body).statusCode()).isEqualTo(503);
            gate.moveOn();
            await().atMost(SOON).untilAsserted(() -> assertKept(ingest));

            assertThat(sent(ingest, body).statusCode()).isEqualTo(200);
            await().atMost(SOON).untilAsserted(() -> assertThat(payout.facts()).hasSize(1));
        }
    }

    @Test
    void withoutABrokerACallbackIsKeptAndPublishedLater() {
        DatabaseAddress database = Infrastructure.database("ingest-no-broker");
        Payout payout = Payout.opened("pientegra");
        String body = Pientegra.sent(payout.reference());
        try (Ingest ingest = Ingest.start(database)) {
            Topic.write(payout.submitted());
            String probe = Pientegra.sent(payout.reference()).replace("withdrawal.sent", "probe");
            sent(ingest, probe);
            await().atMost(SOON)
                    .until(
                            () ->
                                    ingest.get("/operator/callbacks", OPERATOR)
                                            .body()
                                            .contains(payout.payoutId().toString()));
        }

        try (Ingest ingest = Ingest.start(database, "spring.kafka.bootstrap-servers=localhost:1")) {
            assertThat(sent(ingest, body).statusCode()).isEqualTo(200);
            assertThat(ingest.get("/operator/callbacks?state=PUBLISHED", OPERATOR).body())
                    .contains(payout.reference());
            assertThat(payout.facts()).isEmpty();
        }

        try (Ingest ingest = Ingest.start(database)) {
            assertThat(ingest.port()).isPositive();
            await().atMost(SOON).untilAsserted(() -> assertThat(payout.facts()).hasSize(1));
        }
    }

    private static void assertKept(Ingest ingest) {
        String other = Pientegra.sent("other");
        assertThat(sent(ingest, other).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> sent(Ingest ingest, String body) {
        long started = System.nanoTime();
        HttpResponse<String> answer = ingest.post(Pientegra.PATH, body, Pientegra.signed(body));
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(BOUND);
        return answer;
    }
}
