package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.ingest.application.LinkPayouts;
import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A service that is started while the broker is away serves providers like any other. */
@Execution(ExecutionMode.CONCURRENT)
final class BrokerAwayTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Map<String, String> OPERATOR =
            Map.of("Authorization", "Bearer operator-demo-token");

    @Test
    void aCallbackIsKeptAndPublishedLater() throws Exception {
        DatabaseAddress database = Infrastructure.database("ingest-no-broker");
        Payout payout = Payout.opened("pientegra");
        String body = Pientegra.sent(payout.reference());
        try (PostgresGate gate = new PostgresGate(database);
                Ingest alone = Ingest.start(database, withoutBroker(gate))) {
            alone.bean(LinkPayouts.class).link(List.of(payout.submitted())).block(SOON);
            assertThat(alone.get("/actuator/health/readiness", Map.of()).statusCode())
                    .isEqualTo(200);
            assertThat(alone.post(Pientegra.PATH, body, Pientegra.signed(body)).statusCode())
                    .isEqualTo(200);
            assertThat(alone.get("/operator/callbacks?state=PUBLISHED", OPERATOR).body())
                    .contains(payout.reference());
            assertThat(alone.get("/actuator/health", Map.of()).statusCode()).isEqualTo(503);
            assertThat(payout.facts()).isEmpty();
            gate.goAway();
            try (Ingest next = Ingest.start(database)) {
                assertThat(next.port()).isPositive();
                await().atMost(SOON).untilAsserted(() -> assertThat(payout.facts()).hasSize(1));
            }
        }
    }

    private static String[] withoutBroker(PostgresGate gate) {
        List<String> properties = new ArrayList<>(List.of(Ingest.NO_BROKER));
        properties.add(gate.springProperty());
        properties.add("sluice.outbox.lease=1s");
        return properties.toArray(String[]::new);
    }
}
