package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Another provider is a room and a settings block: nothing else of the service knows of it. */
final class ThirdProviderTest {

    @Test
    void anotherProvidersCallbackGoesTheWholeWay() {
        Payout payout = Payout.opened("acme");
        Topic.write(payout.submitted());

        HttpResponse<String> forged = post(payout, "guessed");
        HttpResponse<String> answer = post(payout, "open-sesame");

        assertThat(forged.statusCode()).isEqualTo(401);
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("thanks");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(payout.facts()).hasSize(1));
        assertThat(payout.facts().getFirst().provider()).isEqualTo("acme");
    }

    private static HttpResponse<String> post(Payout payout, String password) {
        return Ingest.shared()
                .post(
                        "/webhooks/acme/corner",
                        payout.reference(),
                        Map.of("Acme-Password", password));
    }
}
