package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.Topics;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What operators see of kept callbacks and can do with them. */
final class OperatorRoadTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Map<String, String> OPERATOR =
            Map.of("Authorization", "Bearer operator-demo-token");
    private static final Map<String, String> VIEWER =
            Map.of("Authorization", "Bearer viewer-demo-token");

    private final Ingest ingest = Ingest.shared();

    @Test
    void anOperatorShowsAndReplaysWhatWasReceived() {
        Payout payout = Payout.linkedAt(ingest);
        String body = Pientegra.sent(payout.reference());
        ingest.post(Pientegra.PATH, body, Pientegra.signed(body));
        await().atMost(SOON).untilAsserted(() -> assertThat(payout.facts()).hasSize(1));
        String id = idOf(payout.reference());

        String shown = ingest.get("/operator/callbacks/" + id, OPERATOR).body();
        HttpResponse<String> replayed =
                ingest.post("/operator/callbacks/" + id + "/replay", "", OPERATOR);

        assertThat(shown)
                .contains(Base64.getEncoder().encodeToString(body.getBytes(UTF_8)))
                .contains("pientegra-signature");
        assertThat(replayed.statusCode()).isEqualTo(200);
        assertThat(replayed.body()).contains("PUBLISHED");
        await().atMost(SOON).untilAsserted(() -> assertThat(payout.facts()).hasSize(2));
        List<Envelope<?>> events =
                Topic.read(
                        Topics.PAYOUT_STATUS, payout.partition(), payout.withdrawalId().toString());
        assertThat(events.get(0)).isEqualTo(events.get(1));
    }

    @Test
    void operatorsNeedATokenAndToActARole() {
        String path = "/operator/callbacks/" + UUID.randomUUID() + "/replay";

        assertThat(ingest.get("/operator/callbacks", Map.of()).statusCode()).isEqualTo(401);
        assertThat(
                        ingest.get(
                                        "/operator/callbacks",
                                        Map.of("Authorization", "Bearer operator-demo-tokem"))
                                .statusCode())
                .isEqualTo(401);
        assertThat(ingest.get("/operator/callbacks?state=PARKED", VIEWER).statusCode())
                .isEqualTo(200);
        assertThat(ingest.get("/operator/callbacks?state=OTHER", VIEWER).statusCode())
                .isEqualTo(400);
        assertThat(ingest.post(path, "", VIEWER).statusCode()).isEqualTo(403);
        assertThat(ingest.post(path, "", OPERATOR).statusCode()).isEqualTo(404);
        assertThat(ingest.post("/operator/callbacks/7/replay", "", OPERATOR).statusCode())
                .isEqualTo(400);
    }

    private String idOf(String reference) {
        String all = ingest.get("/operator/callbacks?state=PUBLISHED", VIEWER).body();
        int before = all.lastIndexOf("{\"id\":\"", all.indexOf(reference)) + 7;
        return all.substring(before, before + 36);
    }
}
