package io.sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sandbox.signature.PientegraSignature;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

class PientegraOutcomesTest {

    private final Sandbox sandbox = Sandbox.shared();
    private final PientegraClient pientegra = new PientegraClient(sandbox);
    private final String user = "user-" + PientegraClient.newKey();
    private final String key = PientegraClient.newKey();

    @ParameterizedTest(name = "{0}: first {1}, then {2}, paid {3}, returned {4}, {5}")
    @CsvSource({
        "00, 201, SENT, 10000, 0, created sent",
        "01, 201, SENT, 10001, 0, created sent",
        "02, 201, REJECTED, , , created rejected",
        "03, 201, REJECTED, , , created rejected",
        "04, 201, RETURNED, 10004, 10004, created sent returned",
        "05, 201, RETURNED, 10005, 10005, created sent returned returned",
        "10, 0, SENT, 10010, 0, created sent",
        "11, 0, SENT, 10011, 0, created sent",
        "12, 500, SENT, 10012, 0, created sent",
        "13, 500, SENT, 10013, 0, created sent",
        "14, 0, SENT, 10014, 0, created sent",
        "15, 201, SENT, 10015, 0, created sent",
        "16, 201, SENT, 10016, 0, created sent",
        "20, 201, SENT, 10020, 0, created sent",
        "21, 201, SENT, 10021, 0, created created created sent sent sent",
        "22, 201, SENT, 10022, 0, sent created",
        "23, 201, SENT, 10023, 0, created sent rejected",
        "25, 201, SENT, 10024, 0, created sent",
        "26, 201, SENT, 10026, 0, created sent",
        "30, 201, SENT, 10030, 0, created approved sent",
        "31, 201, SENT, 10031, 0, created sent",
        "32, 429, SENT, 10032, 0, created sent",
        "33, 503, SENT, 10033, 0, created sent",
        "34, 201, SENT, 10034, 0, created sent",
        "35, 201, SENT, 10035, 0, created sent",
        "36, 201, SENT, 10036, 0, created compliance_hold sent",
        "99, 201, SENT, 10099, 0, created sent"
    })
    void ends_as_the_table_says(
            int ending, int first, String status, String paid, String returned, String events) {
        String body = PientegraClient.body(user, 10000L + ending, "TR320010009999901234567890");
        assertThat(pientegra.open(key, body).status()).isEqualTo(first);
        String id = pientegra.idByReplay(key, body);
        Sandbox.await("the end", () -> types(user).equals(List.of(events.split(" "))));
        Sandbox.await("status " + status, () -> pientegra.status(id).equals(status));
        var row = sandbox.paid(key);
        assertThat(row.path("amount").asString(null)).isEqualTo(paid);
        assertThat(row.path("returnedAmount").asString(null)).isEqualTo(returned);
        if (paid != null) {
            assertThat(row.path("providerReference").asString()).isEqualTo(id);
            assertThat(row.path("provider").asString()).isEqualTo("pientegra");
        }
    }

    @Test
    void says_the_reason_the_cumulative_return_and_the_fee() {
        assertThat(callbacks(10002).getLast()).contains("\"rejectedReason\":\"AC04\"");
        assertThat(callbacks(10003).getLast()).contains("\"rejectedReason\":\"MS03\"");
        List<String> parts = callbacks(10005);
        assertThat(parts.get(2)).contains("\"amount\":\"10005\"", "\"returnedAmount\":\"5002\"");
        assertThat(parts.get(3)).contains("\"amount\":\"10005\"", "\"returnedAmount\":\"10005\"");
        assertThat(callbacks(10035).getLast()).contains("\"fee\":\"100\"");
        assertThat(callbacks(10025).getLast()).contains("\"amount\":\"10024\"");
    }

    private List<String> callbacks(long amount) {
        String who = "user-" + PientegraClient.newKey();
        String again = PientegraClient.newKey();
        pientegra.open(again, PientegraClient.body(who, amount, "TR320010009999901234567890"));
        int expected = amount % 100 == 5 ? 4 : 2;
        Sandbox.await("callbacks", () -> sandbox.receiver().about(who).size() == expected);
        return sandbox.receiver().about(who).stream().map(Receiver.Received::body).toList();
    }

    @Test
    void refuses_a_destination_for_good_and_replays_the_refusal() {
        String body = PientegraClient.body(user, 10007, "TR320010009999901234567890");
        Sandbox.Reply refusal = pientegra.open(key, body);
        assertThat(refusal.status()).isEqualTo(422);
        assertThat(refusal.json().path("error").asString()).isEqualTo("AC01");
        assertThat(pientegra.open(key, body).body()).isEqualTo(refusal.body());
        assertThat(
                        pientegra
                                .open(
                                        key,
                                        PientegraClient.body(
                                                user, 10000, "TR320010009999901234567890"))
                                .status())
                .isEqualTo(409);
        assertThat(sandbox.paid(key).isMissingNode()).isTrue();
        assertThat(sandbox.receiver().about(user)).isEmpty();
    }

    @Test
    void never_calls_back_where_only_a_look_up_is_to_help() {
        String body = PientegraClient.body(user, 10024, "TR320010009999901234567890");
        String id = pientegra.open(key, body).json().path("withdrawalId").asString();
        assertThat(pientegra.status(id)).isEqualTo("SENT");
        callbacks(10000);
        assertThat(sandbox.receiver().about(user)).isEmpty();
    }

    @Test
    void signs_with_the_old_secret_where_it_is_asked_to() {
        pientegra.open(key, PientegraClient.body(user, 10026, "TR320010009999901234567890"));
        Sandbox.await("callbacks", () -> sandbox.receiver().about(user).size() == 2);
        Receiver.Received got = sandbox.receiver().about(user).getFirst();
        String header = got.headers().get("pientegra-signature");
        Duration tolerance = Duration.ofMinutes(1);
        assertThat(
                        new PientegraSignature("whsec_demo_inbound_pientegra")
                                .verifies(header, got.bytes(), Instant.now(), tolerance))
                .isFalse();
        assertThat(
                        new PientegraSignature("whsec_demo_inbound_pientegra_before_rotation")
                                .verifies(header, got.bytes(), Instant.now(), tolerance))
                .isTrue();
    }

    @Test
    void answers_after_its_callbacks_where_it_is_asked_to() {
        pientegra.open(key, PientegraClient.body(user, 10020, "TR320010009999901234567890"));
        assertThat(types(user)).containsExactly("created", "sent");
    }

    private List<String> types(String who) {
        return sandbox.receiver().about(who).stream()
                .map(c -> c.json().path("eventType").asString().substring("withdrawal.".length()))
                .toList();
    }
}
