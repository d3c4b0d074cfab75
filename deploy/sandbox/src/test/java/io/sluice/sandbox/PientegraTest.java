package io.sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sandbox.signature.PientegraSignature;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

@Execution(ExecutionMode.SAME_THREAD)
class PientegraTest {

    private final Sandbox sandbox = Sandbox.shared();
    private final PientegraClient pientegra = new PientegraClient(sandbox);

    @Test
    void accepts_once_replays_the_first_answer_and_refuses_another_body_under_the_key() {
        String key = PientegraClient.newKey();
        Sandbox.Reply first = pientegra.open(key, PientegraClient.body(250000));
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.json().path("referenceNo").asString()).matches("W-20\\d\\d-\\d{7}");
        assertThat(pientegra.open(key, PientegraClient.body(250000)).body())
                .isEqualTo(first.body());
        Sandbox.Reply other = pientegra.open(key, PientegraClient.body(250001));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().path("error").asString())
                .isEqualTo("idempotency_key_reuse_with_different_body");
        assertThat(sandbox.paid(key).path("amount").asString()).isEqualTo("250000");
    }

    @Test
    void says_that_the_first_call_still_runs() throws ExecutionException, InterruptedException {
        String key = PientegraClient.newKey();
        String body = PientegraClient.body(10031);
        var one = CompletableFuture.supplyAsync(() -> pientegra.open(key, body));
        var other = CompletableFuture.supplyAsync(() -> pientegra.open(key, body));
        List<Sandbox.Reply> replies = List.of(one.get(), other.get());
        assertThat(replies.stream().map(Sandbox.Reply::status)).containsExactlyInAnyOrder(201, 409);
        Sandbox.Reply running = replies.get(replies.get(0).status() == 409 ? 0 : 1);
        assertThat(running.json().path("error").asString()).isEqualTo("duplicate_idempotency_key");
        assertThat(pientegra.open(key, body).status()).isEqualTo(201);
        assertThat(sandbox.paid(key).path("amount").asString()).isEqualTo("10031");
    }

    @Test
    void lets_nobody_in_without_the_key() {
        String path = PientegraClient.BASE + "/withdrawals";
        assertThat(sandbox.get(path).status()).isEqualTo(401);
        Sandbox.Reply wrong = sandbox.get(path, "Authorization", "Bearer sk_wrong");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.json().path("error").asString()).isEqualTo("unauthorized");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"amount\":\"100\"}",
                """
                {"externalUserId":"u","amount":"1.5","currency":"TRY","targetIban":"TR320010009999901234567890","targetHolderName":"A"}""",
                """
                {"externalUserId":"u","amount":-5,"currency":"TRY","targetIban":"TR320010009999901234567890","targetHolderName":"A"}""",
                """
                {"externalUserId":"u","amount":"100","currency":"TR","targetIban":"TR320010009999901234567890","targetHolderName":"A"}""",
                """
                {"externalUserId":"u","amount":"100","currency":"TRY","targetIban":"TR330010009999901234567890","targetHolderName":"A"}""",
                """
                {"externalUserId":"u","amount":"100","currency":"TRY","targetIban":"TR320010009999901234567890","targetHolderName":" "}""",
                """
                {"externalUserId":"u","amount":"100","currency":"TRY","targetIban":"TR320010009999901234567890","targetHolderName":"A","note":"x"}""",
                """
                {"externalUserId":"u","amount":"100","amount":"200","currency":"TRY","targetIban":"TR320010009999901234567890","targetHolderName":"A"}"""
            })
    void refuses_what_breaks_the_contract_and_repeats_nothing_personal(String body) {
        String key = PientegraClient.newKey();
        Sandbox.Reply reply = pientegra.open(key, body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("error").asString()).isEqualTo("validation_failed");
        assertThat(reply.body()).doesNotContain("0010009999901234567890");
        assertThat(sandbox.paid(key).isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "00000000-0000-1000-8000-000000000000"})
    void wants_a_key_of_version_4_or_7(String key) {
        assertThat(pientegra.open(key, PientegraClient.body(100)).status()).isEqualTo(400);
    }

    @Test
    void lists_newest_first_by_page_status_and_time() {
        Instant before = Instant.now().minusMillis(1);
        String user = "user-" + PientegraClient.newKey();
        for (int i = 0; i < 3; i++) {
            String body = PientegraClient.body(user, i == 1 ? 10002 : 10000, iban());
            assertThat(pientegra.open(PientegraClient.newKey(), body).status()).isEqualTo(201);
        }
        var page = pientegra.get("/withdrawals?limit=2&createdFrom=" + before).json();
        assertThat(page.path("data").size()).isEqualTo(2);
        String cursor = page.path("nextCursor").asString();
        var rest =
                pientegra.get("/withdrawals?limit=100&createdFrom=" + before + "&cursor=" + cursor);
        long first = number(page.path("data").get(0).path("referenceNo").asString());
        long later = number(rest.json().path("data").get(0).path("referenceNo").asString());
        assertThat(first).isGreaterThan(later);
        assertThat(pientegra.get("/withdrawals?status=REJECTED&createdFrom=" + before).body())
                .contains(user)
                .doesNotContain("\"SENT\"");
        assertThat(pientegra.get("/withdrawals?status=LOST").json().path("error").asString())
                .isEqualTo("validation_failed");
        assertThat(pientegra.get("/withdrawals?createdTo=" + before).body()).doesNotContain(user);
        assertThat(pientegra.get("/withdrawals/" + PientegraClient.newKey()).status())
                .isEqualTo(404);
    }

    @Test
    void repeats_a_callback_under_a_new_stamp_until_it_is_accepted_and_keeps_the_order() {
        String user = "user-" + PientegraClient.newKey();
        sandbox.receiver()
                .answering(
                        callback ->
                                callback.body().contains(user)
                                                && sandbox.receiver().about(user).size() <= 3
                                        ? new Receiver.Answer(503, "", Map.of())
                                        : new Receiver.Answer(204, "", Map.of()));
        pientegra.open(PientegraClient.newKey(), PientegraClient.body(user, 10000, iban()));
        List<Receiver.Received> got =
                Sandbox.await(
                        "five callbacks",
                        () -> {
                            var all = sandbox.receiver().about(user);
                            return all.size() >= 5 ? all : null;
                        });
        assertThat(got.stream().map(c -> c.json().path("eventType").asString()))
                .containsExactly(
                        "withdrawal.created",
                        "withdrawal.created",
                        "withdrawal.created",
                        "withdrawal.created",
                        "withdrawal.sent");
        assertThat(got.stream().map(c -> c.headers().get("pientegra-signature")).limit(4))
                .doesNotHaveDuplicates();
        PientegraSignature signature = new PientegraSignature("whsec_demo_inbound_pientegra");
        assertThat(got)
                .allMatch(
                        c ->
                                signature.verifies(
                                        c.headers().get("pientegra-signature"),
                                        c.bytes(),
                                        Instant.now(),
                                        Duration.ofMinutes(1)));
    }

    @Test
    void keeps_a_ledger_of_events_and_replays_them() {
        String user = "user-" + PientegraClient.newKey();
        pientegra.open(PientegraClient.newKey(), PientegraClient.body(user, 10000, iban()));
        Sandbox.await("both callbacks", () -> sandbox.receiver().about(user).size() == 2);
        String eventId = sandbox.receiver().about(user).getLast().json().path("eventId").asString();
        Sandbox.await(
                "the event among the delivered",
                () ->
                        pientegra
                                .get(
                                        "/events?deliveryStatus=DELIVERED&eventType=withdrawal.sent&limit=100")
                                .body()
                                .contains(eventId));
        assertThat(pientegra.post("/events/" + eventId + "/replay").status()).isEqualTo(202);
        Sandbox.await("a third callback", () -> sandbox.receiver().about(user).size() == 3);
        assertThat(sandbox.receiver().about(user).getLast().body())
                .isEqualTo(sandbox.receiver().about(user).get(1).body());
        assertThat(pientegra.post("/events/" + PientegraClient.newKey() + "/replay").status())
                .isEqualTo(404);
    }

    private static String iban() {
        return "TR320010009999901234567890";
    }

    private static long number(String referenceNo) {
        return Long.parseLong(referenceNo.substring(7));
    }
}
