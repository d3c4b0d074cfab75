package io.sluice.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.Start;
import io.sluice.contracts.WithdrawalEvent.CancellationRequested;
import io.sluice.contracts.WithdrawalEvent.PayoutOrdered;
import io.sluice.contracts.WithdrawalId;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpRequest;

/** Settings, review and limits. */
class OperatorTest {

    private static final String FIRST = "operator-demo-token";
    private static final String SECOND = "operator-demo-token-2";
    private static final String VIEWER = "viewer-demo-token";

    private static Partner partner;
    private static Ledger ledger;
    private static Api api;

    @BeforeAll
    static void start() {
        partner = new Partner();
        ledger = new Ledger();
        api = Api.start(partner);
    }

    @AfterAll
    static void stop() {
        api.close();
        ledger.close();
        partner.close();
    }

    private static Api.Answer put(String token, String application, String body) {
        return Api.send(
                api.request("/operator/applications/" + application)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static int say(String token, WithdrawalId id, String word) {
        return Api.send(
                        api.request("/operator/withdrawals/" + id + "/" + word)
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"reason\":\"looked at it\"}")))
                .status();
    }

    @Test
    void aWithdrawalAtTheThresholdWaitsForTwoOperatorsAndThenGoesOutWhole() {
        assertThat(put(FIRST, "Sandbox", "{\"reviewThreshold\":\"500000\"}").status())
                .isEqualTo(200);
        try {
            WithdrawalId id = opened(Api.SANDBOX_KEY, "500000");
            assertThat(ledger.requested(id).start()).isEqualTo(Start.ORDERED);
            assertThat(api.get(VIEWER, "/operator/withdrawals?state=REVIEW").text())
                    .contains(id.toString());

            assertThat(say(VIEWER, id, "approve")).isEqualTo(403);
            assertThat(say(FIRST, id, "approve")).isEqualTo(202);
            assertThat(say(FIRST, id, "approve")).isEqualTo(409);
            assertThat(ledger.asked(id)).hasSize(1);
            assertThat(say(SECOND, id, "approve")).isEqualTo(200);
            Await.until(
                    () -> "the order of the whole",
                    () -> ledger.asked(id).stream().anyMatch(PayoutOrdered.class::isInstance));
            assertThat(say(SECOND, id, "reject")).isEqualTo(409);
            assertThat(api.get(VIEWER, "/operator/audit").text())
                    .contains("approve", "operator-1", "operator-2", id.toString());

            WithdrawalId other = opened(Api.SANDBOX_KEY, "600000");
            assertThat(say(SECOND, other, "reject")).isEqualTo(200);
            Await.until(
                    () -> "the cancellation of the rejected one",
                    () ->
                            ledger.asked(other).stream()
                                    .anyMatch(
                                            event ->
                                                    event instanceof CancellationRequested asked
                                                            && asked.reason()
                                                                    .equals("review_rejected")));
            assertThat(ledger.requested(opened(Api.SANDBOX_KEY, "499999")).start())
                    .isEqualTo(Start.AT_ONCE);
        } finally {
            put(FIRST, "Sandbox", "{\"reviewThreshold\":null}");
        }
    }

    @Test
    void aReviewLapsesAfterItsTime() {
        put(FIRST, "FinalDebit", "{\"reviewThreshold\":\"1\",\"reviewExpirySeconds\":1}");
        WithdrawalId id = opened(Api.FINAL_KEY, "100");

        Await.until(
                () -> "the lapse",
                () ->
                        ledger.asked(id).stream()
                                .anyMatch(
                                        event ->
                                                event instanceof CancellationRequested asked
                                                        && asked.reason().equals("expired")));
        assertThat(say(FIRST, id, "approve")).isEqualTo(409);
    }

    @Test
    void aCompletionHasToWaitForTheReview() {
        put(FIRST, "Managed", "{\"reviewThreshold\":\"900000\"}");
        WithdrawalId id = opened(Api.MANAGED_KEY, "900000");
        int number =
                api.get(Api.MANAGED_KEY, "/external/withdrawals/" + id)
                        .json()
                        .path("withdrawalRequestId")
                        .asInt();

        assertThat(new AgentClient(api, "Managed").complete(number).path("description").asString())
                .contains("under review");
        assertThat(say(FIRST, id, "approve")).isEqualTo(202);
        assertThat(say(SECOND, id, "approve")).isEqualTo(200);
        assertThat(
                        new AgentClient(api, "Managed")
                                .complete(number)
                                .path("transaction")
                                .path("transaction_status")
                                .asString())
                .isEqualTo("pending");
        put(FIRST, "Managed", "{\"reviewThreshold\":null}");
    }

    @Test
    void limitsRefuseWhatIsBeyondThemAndKeepTheKeyFree() {
        put(
                FIRST,
                "ManagedSame",
                "{\"minAmount\":\"100\",\"maxAmount\":\"1000\",\"dailyLimitPerUser\":\"1500\"}");
        try {
            assertThat(api.open(Api.SAME_KEY, "user-limit", "99").at("error"))
                    .isEqualTo("amount_below_min");
            assertThat(api.open(Api.SAME_KEY, "user-limit", "1001").at("error"))
                    .isEqualTo("amount_above_max");
            assertThat(api.open(Api.SAME_KEY, "user-limit", "1000").status()).isEqualTo(201);
            Api.Answer over = api.open(Api.SAME_KEY, "user-limit", "501");
            assertThat(over.status()).isEqualTo(400);
            assertThat(over.at("error")).isEqualTo("daily_limit_exceeded");
            assertThat(api.open(Api.SAME_KEY, "user-limit", "500").status()).isEqualTo(201);
            assertThat(api.open(Api.SAME_KEY, "user-other", "501").status()).isEqualTo(201);
            assertThat(
                            api.query(
                                    "SELECT count(*) FROM withdrawal WHERE application_key ="
                                            + " 'ManagedSame' AND external_user_id = 'user-limit'"))
                    .containsExactly("2");
        } finally {
            put(
                    FIRST,
                    "ManagedSame",
                    "{\"minAmount\":null,\"maxAmount\":null,\"dailyLimitPerUser\":null}");
        }
    }

    @Test
    void theRateLimitAnswers429WithWhenToComeBack() {
        put(FIRST, "Managed", "{\"ratePerMinute\":2}");
        try {
            Api.Answer last = api.get(Api.MANAGED_KEY, "/external/withdrawals");
            for (int i = 0; i < 4 && last.status() != 429; i++) {
                last = api.get(Api.MANAGED_KEY, "/external/withdrawals");
            }
            assertThat(last.status()).isEqualTo(429);
            assertThat(last.header("retry-after")).matches("[0-9]+");
            assertThat(last.header("ratelimit-policy")).isEqualTo("\"burst\";q=2;w=60");
        } finally {
            put(FIRST, "Managed", "{\"ratePerMinute\":null}");
        }
    }

    @Test
    void anAddressThatIsNotOnTheListIsRefused() {
        put(FIRST, "FinalDebit", "{\"allowedAddresses\":[\"203.0.113.0/24\"]}");
        assertThat(api.get(Api.FINAL_KEY, "/external/withdrawals").status()).isEqualTo(403);
        put(FIRST, "FinalDebit", "{\"allowedAddresses\":[]}");
        assertThat(api.get(Api.FINAL_KEY, "/external/withdrawals").status()).isEqualTo(200);
    }

    @Test
    void settingsAreCheckedAndOnlyWhatIsNamedChanges() {
        String before = api.get(VIEWER, "/operator/applications/Managed").text();
        assertThat(before).contains("\"processing\":\"MANAGED\"", "\"separateTraceId\":true");
        Api.Answer bad =
                put(
                        FIRST,
                        "Managed",
                        """
                        {"processing":"SOON","currencies":["XXX"],"minAmount":0,"route":["other"],\
                        "reviewExpirySeconds":0,"allowedAddresses":["10.0.0.0/40"],"separateTraceId":1}""");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.json().path("errors").size()).isEqualTo(7);
        assertThat(api.get(VIEWER, "/operator/applications/Managed").text()).isEqualTo(before);
        assertThat(put(VIEWER, "Managed", "{}").status()).isEqualTo(403);
        assertThat(put("nobody", "Managed", "{}").status()).isEqualTo(401);
        assertThat(put(FIRST, "Unknown", "{}").status()).isEqualTo(404);
    }

    private static WithdrawalId opened(String key, String amount) {
        return WithdrawalId.of(api.open(key, "user-1", amount).at("withdrawalId"));
    }
}
