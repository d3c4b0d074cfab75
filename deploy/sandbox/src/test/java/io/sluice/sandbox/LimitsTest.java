package io.sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

class LimitsTest {

    @Test
    void chaos_misbehaves_and_still_pays_each_once(@TempDir Path data) {
        try (Receiver receiver = new Receiver();
                Sandbox sandbox = Sandbox.start(data, receiver)) {
            receiver.answering(PraxisOutcomesTest::acknowledged);
            assertThat(sandbox.post("/sandbox/chaos", "{\"percent\":100}").body()).contains("100");
            PientegraClient pientegra = new PientegraClient(sandbox);
            Set<Integer> seen = new HashSet<>();
            for (int i = 0; i < 25; i++) {
                String key = PientegraClient.newKey();
                String body = PientegraClient.body(10000);
                seen.add(pientegra.open(key, body).status());
                pientegra.idByReplay(key, body);
                Sandbox.await(
                        "the whole sum",
                        () -> sandbox.paid(key).path("amount").asString("").equals("10000"));
            }
            assertThat(seen).hasSizeGreaterThan(1);
            assertThat(pientegra.get("/withdrawals").status()).isEqualTo(500);
            assertThat(sandbox.get("/sandbox/paid").json().size()).isEqualTo(25);
            assertThat(sandbox.post("/sandbox/chaos", "{\"percent\":0}").status()).isEqualTo(200);
            assertThat(pientegra.get("/withdrawals").status()).isEqualTo(200);
            assertThat(sandbox.post("/sandbox/chaos", "{\"percent\":101}").status()).isEqualTo(400);
            assertThat(sandbox.post("/sandbox/chaos", "{}").status()).isEqualTo(400);
        }
    }

    @Test
    void keeps_to_its_rate_its_store_its_events_and_its_webhooks(@TempDir Path data) {
        try (Receiver receiver = new Receiver();
                Sandbox sandbox =
                        Sandbox.start(
                                data,
                                receiver,
                                "--sluice.sandbox.max-payouts=2",
                                "--sluice.sandbox.pientegra.requests-per-minute=8",
                                "--sluice.sandbox.pientegra.kept-events=3",
                                "--sluice.sandbox.partner.kept-webhooks=2")) {
            PientegraClient pientegra = new PientegraClient(sandbox);
            for (int i = 0; i < 2; i++) {
                pientegra.open(PientegraClient.newKey(), PientegraClient.body(10000));
            }
            Sandbox.Reply full =
                    pientegra.open(PientegraClient.newKey(), PientegraClient.body(10000));
            assertThat(full.json().path("error").asString()).isEqualTo("sandbox_full");
            Sandbox.await("the callbacks", () -> receiver.about("withdrawal.").size() == 4);
            assertThat(pientegra.get("/events").json().path("data").size()).isEqualTo(3);
            Sandbox.Reply refused =
                    Sandbox.await(
                            "a refusal",
                            () -> {
                                Sandbox.Reply reply = pientegra.get("/withdrawals");
                                return reply.status() == 429 ? reply : null;
                            });
            assertThat(refused.headers().apply("Retry-After")).isEqualTo("1");
            for (int i = 0; i < 3; i++) {
                sandbox.post("/partner/webhooks", "{\"n\":" + i + "}");
            }
            var kept = sandbox.get("/partner/webhooks").json();
            assertThat(kept.size()).isEqualTo(2);
            assertThat(kept.get(0).path("body").path("n").intValue()).isEqualTo(2);
            assertThat(sandbox.get("/partner/webhooks/count").json().path("count").intValue())
                    .isEqualTo(3);
            assertThat(sandbox.get("/actuator/health/readiness").body()).contains("UP");
            assertThat(sandbox.get("/actuator/prometheus").body())
                    .contains("jvm_memory_used_bytes");
        }
    }
}
