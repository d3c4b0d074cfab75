package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.testing.Infrastructure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Another provider is a room and a settings block: nothing else of the service knows of it. */
@Timeout(300)
final class ThirdProviderTest {

    @Test
    void anotherProvidersCallbackGoesTheWholeWay() {
        try (Ingest ingest =
                Ingest.start(
                        Infrastructure.database("ingest-third"),
                        "sluice.providers.acme.shop=corner",
                        "sluice.providers.acme.password=open-sesame")) {
            Payout payout = Payout.opened("acme");
            Topic.write(payout.submitted());

            HttpResponse<String> answer =
                    ingest.post(
                            "/webhooks/acme/corner",
                            payout.reference(),
                            Map.of("Acme-Password", "open-sesame"));

            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.body()).isEqualTo("thanks");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(payout.facts()).hasSize(1));
            assertThat(payout.facts().getFirst().provider()).isEqualTo("acme");
        }
    }
}
