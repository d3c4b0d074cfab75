package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.FactSource;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.PayoutId;
import io.sluice.gateway.domain.PayoutState;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

class OperatorsTest {

    private static final String ONE = "operator-demo-token";
    private static final String TWO = "operator-demo-token-2";
    private static final String VIEWER = "viewer-demo-token";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final Platform platform = Platform.shared();

    private record Reply(int status, JsonNode body, String text) {}

    private Reply get(String token, String path) {
        return send(token, path, HttpRequest.newBuilder().GET());
    }

    private Reply post(String token, String path, String body) {
        return send(
                token,
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private Reply send(String token, String path, HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    HTTP.send(
                            request.uri(
                                            URI.create(
                                                    "http://localhost:"
                                                            + platform.port()
                                                            + "/operator"
                                                            + path))
                                    .header("Authorization", "Bearer " + token)
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            String text = answer.body();
            JsonNode body =
                    text.isEmpty()
                            ? JsonMapper.shared().nullNode()
                            : JsonMapper.shared().readTree(text);
            return new Reply(answer.statusCode(), body, text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sent, never answered with anything definite. */
    private PayoutId inDoubt(long amount) {
        platform.pientegra().onSubmit(amount, ScriptedProvider.Answer.of(500, ""));
        PayoutId payout = platform.authorize(amount);
        platform.awaitState(payout, PayoutState.IN_DOUBT);
        return payout;
    }

    @Test
    void aPayoutIsShownWithAllItsAttemptsAndNothingPersonal() {
        platform.pientegra()
                .onSubmit(3001, ScriptedProvider.Answer.of(422, "{\"error\":\"AM04\"}"));
        PayoutId payout = platform.authorize(3001, "pientegra", "praxis");
        platform.awaitState(payout, PayoutState.SENT);

        Reply shown = get(VIEWER, "/payouts/" + payout);

        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.body().path("state").asString()).isEqualTo("SENT");
        assertThat(shown.body().path("amount").asString()).isEqualTo("3001");
        JsonNode refused = shown.body().path("attempts").get(0);
        assertThat(refused.path("gateway").asString()).isEqualTo("pientegra");
        assertThat(refused.path("reasonCode").asString()).isEqualTo("AM04");
        assertThat(refused.path("cascadeLevel").asInt()).isZero();
        JsonNode paid = shown.body().path("attempts").get(1);
        assertThat(paid.path("gateway").asString()).isEqualTo("praxis");
        assertThat(paid.path("providerReference").asString()).isEqualTo("3001");
        assertThat(paid.path("cascadeLevel").asInt()).isEqualTo(1);
        assertThat(shown.text())
                .doesNotContain("TR32", "Ayşe", "sealed", "ciphertext", "destination");
        assertThat(get(VIEWER, "/payouts?state=SENT&limit=1000").text())
                .contains(payout.toString());
        assertThat(get(VIEWER, "/payouts?state=REJECTED&limit=1000").text())
                .doesNotContain(payout.toString());
    }

    @Test
    void onlyWhoHasATokenMayLookAndOnlyOperatorsMayAct() {
        PayoutId payout = inDoubt(3002);

        assertThat(get("wrong", "/payouts").status()).isEqualTo(401);
        assertThat(post(VIEWER, "/payouts/" + payout + "/look-up", "").status()).isEqualTo(403);
        assertThat(get(VIEWER, "/payouts?state=LOST").status()).isEqualTo(400);
        assertThat(get(VIEWER, "/payouts/0190a8c0-5b7e-7c3d-9f2a-1b2c3d4e5f60").status())
                .isEqualTo(404);
        assertThat(get(VIEWER, "/payouts/nonsense").status()).isEqualTo(400);
    }

    @Test
    void twoOperatorsWhoSayTheSameEndADoubtAsNotPaid() {
        PayoutId payout = inDoubt(3003);
        String path = "/payouts/" + payout + "/resolve";
        String not = "{\"outcome\":\"NOT_PAID\",\"reason\":\"they never saw it\"}";

        assertThat(post(ONE, path, "{\"outcome\":\"NOT_PAID\"}").status()).isEqualTo(400);
        assertThat(post(ONE, path, "{\"outcome\":\"PERHAPS\",\"reason\":\"x\"}").status())
                .isEqualTo(400);
        assertThat(post(ONE, path, not).status()).isEqualTo(202);
        assertThat(post(ONE, path, not).status()).isEqualTo(409);
        Reply differs = post(TWO, path, "{\"outcome\":\"SENT\",\"reason\":\"seen at the bank\"}");
        assertThat(differs.status()).isEqualTo(409);
        assertThat(differs.body().path("error").asString()).isEqualTo("outcome_differs");
        assertThat(platform.find(payout))
                .isNotNull()
                .satisfies(p -> assertThat(p.state()).isEqualTo(PayoutState.IN_DOUBT));
        assertThat(post(TWO, path, not).status()).isEqualTo(200);

        platform.awaitState(payout, PayoutState.REJECTED);
        assertThat(platform.awaitFacts(payout, 1))
                .singleElement()
                .satisfies(
                        fact -> {
                            assertThat(fact.status()).isEqualTo(FactStatus.REJECTED);
                            assertThat(fact.source()).isEqualTo(FactSource.OPERATOR);
                        });
        assertThat(post(ONE, path, not).status()).isEqualTo(409);
        assertThat(get(VIEWER, "/payouts/" + payout).text())
                .contains("operator-1 and operator-2: they never saw it");
    }

    @Test
    void twoOperatorsEndADoubtAsSentWithTheProvidersReference() {
        PayoutId payout = inDoubt(3004);
        String path = "/payouts/" + payout + "/resolve";
        String sent =
                "{\"outcome\":\"SENT\",\"providerReference\":\"W-77\",\"reason\":\"seen at the bank\"}";

        assertThat(post(TWO, path, sent).status()).isEqualTo(202);
        assertThat(post(ONE, path, sent).status()).isEqualTo(200);

        platform.awaitState(payout, PayoutState.SENT);
        assertThat(platform.awaitFacts(payout, 1))
                .singleElement()
                .satisfies(
                        fact -> {
                            assertThat(fact.sentTotal()).isEqualTo(3004);
                            assertThat(fact.providerReference()).isEqualTo("W-77");
                        });
    }

    @Test
    void whatTheirWordLeavesOpenIsWantedInItsCommitWhoeverDiesBehindIt() {
        PayoutId payout = inDoubt(3008);

        platform.resolvedAsSent(payout, "W-78");

        Awaitility.await().until(() -> !platform.pientegra().lookUps("W-78").isEmpty());
    }

    @Test
    void aLookUpNowIsAcceptedForWhatWasSent() {
        PayoutId payout = platform.authorize(3005, "praxis");
        platform.awaitState(payout, PayoutState.SENT);
        platform.praxis()
                .on(ScriptedPraxis.FIND, 3005, ScriptedPraxis.Answer.of("reversed", 3005, 3005));

        assertThat(post(ONE, "/payouts/" + payout + "/look-up", "").status()).isEqualTo(202);

        platform.awaitState(payout, PayoutState.RETURNED);
    }

    @Test
    void aClosedProviderGetsNothingNewAndTheNextOfTheRouteDoes() {
        Awaitility.await()
                .until(() -> post(ONE, "/providers/third/close", "").status(), s -> s == 200);
        PayoutId waits = platform.authorize(3006, "third");
        PayoutId goesOn = platform.authorize(3007, "third", "praxis");

        platform.awaitState(goesOn, PayoutState.SENT);

        JsonNode third = provider("third");
        assertThat(third.path("open").asBoolean()).isFalse();
        assertThat(third.path("breaker").asString()).isEqualTo("CLOSED");
        assertThat(third.path("concurrency").asInt()).isEqualTo(3);
        assertThat(third.has("underWay")).isTrue();
        assertThat(platform.find(waits))
                .isNotNull()
                .satisfies(p -> assertThat(p.state()).isEqualTo(PayoutState.AUTHORIZED));
        assertThat(post(VIEWER, "/providers/third/open", "").status()).isEqualTo(403);
        assertThat(post(ONE, "/providers/nobody/open", "").status()).isEqualTo(404);
        assertThat(post(TWO, "/providers/third/open", "").status()).isEqualTo(200);
        platform.awaitState(waits, PayoutState.SENT);
    }

    private JsonNode provider(String name) {
        for (JsonNode provider : get(VIEWER, "/providers").body()) {
            if (provider.path("name").asString().equals(name)) {
                return provider;
            }
        }
        throw new AssertionError("no provider " + name);
    }
}
