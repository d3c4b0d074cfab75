package io.sluice.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.Start;
import io.sluice.contracts.WithdrawalEvent;
import io.sluice.contracts.WithdrawalEvent.CancellationRequested;
import io.sluice.contracts.WithdrawalEvent.PayoutOrdered;
import io.sluice.contracts.WithdrawalEvent.RemainderReleaseRequested;
import io.sluice.contracts.WithdrawalId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Withdrawals that two operators look at, and limits. */
@ExtendWith(Stage.Shared.class)
class ReviewsTest {

    private static final String REVIEWED = "\"reviewThreshold\":\"500\"";

    private static int say(Stage stage, String token, WithdrawalId id, String word) {
        return stage.api()
                .call(
                        "POST",
                        token,
                        "/operator/withdrawals/" + id + "/" + word,
                        "{\"reason\":\"looked at it\"}")
                .status();
    }

    private static <E extends WithdrawalEvent> List<E> asked(
            Stage stage, WithdrawalId id, Class<E> kind) {
        return stage.ledger().asked(id).stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static void awaitCancellation(Stage stage, WithdrawalId id, String reason) {
        Await.until(
                () -> "cancellation of " + id,
                () ->
                        asked(stage, id, CancellationRequested.class).stream()
                                .anyMatch(each -> each.reason().equals(reason)));
    }

    @Test
    void atTheThresholdItIsReservedThenWaitsForTwoOperatorsAndGoesOutWhole(Stage stage) {
        Tenant tenant = stage.tenant("{" + REVIEWED + "}");
        Tenant.Opened below = tenant.open(499);
        assertThat(below.asked().start()).isEqualTo(Start.AT_ONCE);

        Tenant.Opened opened = tenant.reserved(500);
        WithdrawalId id = opened.id();
        assertThat(opened.asked().start()).as("reserved, not paid").isEqualTo(Start.ORDERED);
        assertThat(opened.asked().payoutId()).isNull();
        JsonNode waiting = waiting(stage, id);
        assertThat(waiting.path("approvedBy").size()).isZero();
        assertThat(tenant.get(id).at("status")).isEqualTo("PENDING_REVIEW");
        assertThat(say(stage, Stage.VIEWER, id, "approve")).isEqualTo(403);
        assertThat(say(stage, Stage.OPERATOR, id, "approve")).isEqualTo(202);
        assertThat(say(stage, Stage.OPERATOR, id, "approve")).as("the same again").isEqualTo(409);
        assertThat(waiting(stage, id).at("/approvedBy/0").asString()).isEqualTo("operator-1");
        assertThat(say(stage, Stage.SECOND_OPERATOR, id, "approve")).isEqualTo(200);
        Await.until(
                () -> "the order of the whole",
                () -> !asked(stage, id, PayoutOrdered.class).isEmpty());
        assertThat(asked(stage, id, PayoutOrdered.class)).hasSize(1);
        assertThat(asked(stage, id, PayoutOrdered.class).getFirst().amount()).isNull();
        assertThat(stage.ledger().traces(id)).as("the partner's request and theirs").hasSize(1);
        assertThat(say(stage, Stage.SECOND_OPERATOR, id, "reject")).isEqualTo(409);
        assertThat(say(stage, Stage.OPERATOR, id, "approve")).isEqualTo(409);
        assertThat(
                        stage.api()
                                .get(Stage.VIEWER, "/operator/audit?subject=" + id)
                                .json()
                                .valueStream()
                                .map(
                                        line ->
                                                line.path("operator").asString()
                                                        + " "
                                                        + line.path("action").asString()))
                .containsExactly("operator-2 approve", "operator-1 approve");
    }

    private static JsonNode waiting(Stage stage, WithdrawalId id) {
        return stage.api()
                .get(Stage.VIEWER, "/operator/withdrawals?state=REVIEW")
                .json()
                .valueStream()
                .filter(each -> each.path("withdrawalId").asString().equals(id.toString()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void twoApprovalsAtTheSameTimeOrderItOnce(Stage stage) {
        Tenant tenant = stage.tenant("{" + REVIEWED + "}");
        for (int round = 0; round < 5; round++) {
            WithdrawalId id = tenant.reserved(500).id();
            List<Integer> statuses =
                    Stream.of(Stage.OPERATOR, Stage.SECOND_OPERATOR, Stage.OPERATOR)
                            .map(token -> Async.call(() -> say(stage, token, id, "approve")))
                            .toList()
                            .stream()
                            .map(CompletableFuture::join)
                            .sorted()
                            .toList();
            assertThat(statuses).containsExactly(200, 202, 409);
            Await.until(() -> "an order", () -> !asked(stage, id, PayoutOrdered.class).isEmpty());
            assertThat(
                            stage.api()
                                    .query(
                                            "SELECT count(*) FROM payout WHERE withdrawal_id = '"
                                                    + id
                                                    + "'"))
                    .containsExactly("1");
        }
    }

    @Test
    void oneRejectionGivesTheReserveBack(Stage stage) {
        WithdrawalId id = stage.tenant("{" + REVIEWED + "}").reserved(600).id();
        assertThat(say(stage, Stage.OPERATOR, id, "approve")).isEqualTo(202);
        assertThat(say(stage, Stage.OPERATOR, id, "reject")).isEqualTo(200);
        awaitCancellation(stage, id, "review_rejected");
        assertThat(say(stage, Stage.SECOND_OPERATOR, id, "approve")).isEqualTo(409);
        assertThat(asked(stage, id, PayoutOrdered.class)).isEmpty();
    }

    @Test
    void aReviewLapsesAndItsRowDecidesBetweenApprovalAndLapse(Stage stage) {
        Tenant brief = stage.tenant("{" + REVIEWED + ",\"reviewExpirySeconds\":1}");
        WithdrawalId lapsed = brief.reserved(500).id();
        WithdrawalId halfApproved = brief.reserved(500).id();
        say(stage, Stage.OPERATOR, halfApproved, "approve");
        awaitCancellation(stage, lapsed, "expired");
        awaitCancellation(stage, halfApproved, "expired");
        assertThat(say(stage, Stage.SECOND_OPERATOR, halfApproved, "approve")).isEqualTo(409);
        assertThat(asked(stage, halfApproved, PayoutOrdered.class)).isEmpty();
        assertThat(stage.api().get(Stage.VIEWER, "/operator/audit?subject=" + lapsed).text())
                .contains("\"lapse\"");

        WithdrawalId approved = brief.reserved(500).id();
        say(stage, Stage.OPERATOR, approved, "approve");
        int second = say(stage, Stage.SECOND_OPERATOR, approved, "approve");
        Await.until(
                () -> "the next lapse",
                () ->
                        stage.api()
                                .query(
                                        "SELECT lapses_at < now() - interval '1.5 s' FROM review WHERE withdrawal_id = '"
                                                + approved
                                                + "'")
                                .contains("t"));
        assertThat(asked(stage, approved, PayoutOrdered.class)).hasSize(second == 200 ? 1 : 0);
        assertThat(asked(stage, approved, CancellationRequested.class))
                .hasSize(second == 200 ? 0 : 1);
    }

    /** Reviews of what ended otherwise must not stand in the way of those that lapse. */
    @Test
    void whatWasCancelledUnderReviewIsClosedAndLapsesNoMore(Stage stage) {
        Tenant managed =
                stage.tenant(
                        "{\"processing\":\"MANAGED\"," + REVIEWED + ",\"reviewExpirySeconds\":1}");
        Tenant.Opened opened = managed.reserved(500);
        stage.ledger()
                .releases(opened.asked(), null, 500, "cancelled", Ledger.totals(500, 0, 500, 0));
        Await.until(
                () -> "closed",
                () ->
                        stage.api()
                                .query(
                                        "SELECT state FROM review WHERE withdrawal_id = '"
                                                + opened.id()
                                                + "'")
                                .contains("CLOSED"));
        assertThat(asked(stage, opened.id(), CancellationRequested.class)).isEmpty();
        assertThat(say(stage, Stage.OPERATOR, opened.id(), "approve")).isEqualTo(409);
    }

    @Test
    void inManagedProcessingTheApprovalsOnlyLiftTheBarOnOrders(Stage stage) {
        Tenant tenant = stage.tenant("{\"processing\":\"MANAGED\"," + REVIEWED + "}");
        Tenant.Opened opened = tenant.reserved(900);
        assertThat(tenant.agent().complete(opened.number()).path("description").asString())
                .contains("under review");
        assertThat(tenant.agent().split(opened.number(), 10, "o-1").path("description").asString())
                .contains("under review");
        assertThat(say(stage, Stage.OPERATOR, opened.id(), "approve")).isEqualTo(202);
        assertThat(say(stage, Stage.SECOND_OPERATOR, opened.id(), "approve")).isEqualTo(200);
        assertThat(asked(stage, opened.id(), PayoutOrdered.class)).isEmpty();

        var answer = Async.call(() -> tenant.agent().split(opened.number(), 10, "o-1"));
        Await.until(
                () -> "the part", () -> !asked(stage, opened.id(), PayoutOrdered.class).isEmpty());
        PayoutOrdered order = asked(stage, opened.id(), PayoutOrdered.class).getFirst();
        stage.ledger().authorizes(opened.asked(), order.payoutId(), 10);
        stage.ledger().settles(opened.asked(), order.payoutId(), 10, Ledger.totals(900, 10, 0, 0));
        assertThat(answer.join().path("status").asInt()).isZero();

        assertThat(say(stage, Stage.OPERATOR, opened.id(), "release")).isEqualTo(202);
        assertThat(say(stage, Stage.OPERATOR, opened.id(), "release")).isEqualTo(409);
        assertThat(say(stage, Stage.SECOND_OPERATOR, opened.id(), "release")).isEqualTo(200);
        Await.until(
                () -> "the release",
                () -> !asked(stage, opened.id(), RemainderReleaseRequested.class).isEmpty());
        assertThat(
                        asked(stage, opened.id(), RemainderReleaseRequested.class)
                                .getFirst()
                                .approvedBy())
                .containsExactlyInAnyOrder("operator-1", "operator-2");
    }

    /** Also before the ledger has ended it. */
    @Test
    void inManagedProcessingARejectionDoesNotLiftTheBar(Stage stage) {
        Tenant tenant = stage.tenant("{\"processing\":\"MANAGED\"," + REVIEWED + "}");
        Tenant.Opened opened = tenant.reserved(700);
        assertThat(say(stage, Stage.OPERATOR, opened.id(), "reject")).isEqualTo(200);

        assertThat(tenant.agent().complete(opened.number()).path("description").asString())
                .contains("under review");
    }

    @Test
    void anOperatorsWordNeedsAReasonAndAWithdrawal(Stage stage) {
        WithdrawalId id = stage.tenant("{" + REVIEWED + "}").reserved(500).id();
        for (String body : List.of("{}", "{\"reason\":\" \"}", "{\"reason\":1}", "")) {
            assertThat(
                            stage.api()
                                    .call(
                                            "POST",
                                            Stage.OPERATOR,
                                            "/operator/withdrawals/" + id + "/approve",
                                            body)
                                    .status())
                    .as(body)
                    .isEqualTo(400);
        }
        for (String unknown : List.of("019dd42c-d0aa-7998-9c4f-8a3e1f8b1c00", "x")) {
            assertThat(
                            stage.api()
                                    .call(
                                            "POST",
                                            Stage.OPERATOR,
                                            "/operator/withdrawals/" + unknown + "/approve",
                                            "{\"reason\":\"x\"}")
                                    .status())
                    .isEqualTo(404);
        }
        assertThat(stage.api().get(Stage.VIEWER, "/operator/withdrawals?state=PAID").status())
                .isEqualTo(400);
    }

    @Test
    void limitsRefuseWhatIsBeyondThemAndKeepTheKeyFree(Stage stage) {
        Tenant tenant =
                stage.tenant(
                        "{\"minAmount\":\"100\",\"maxAmount\":\"1000\",\"dailyLimitPerUser\":\"1500\"}");
        assertThat(open(tenant, "user-1", 99).at("error")).isEqualTo("amount_below_min");
        assertThat(open(tenant, "user-1", 1001).at("error")).isEqualTo("amount_above_max");
        assertThat(open(tenant, "user-1", 1000).status()).isEqualTo(201);
        Api.Answer over = open(tenant, "user-1", 501);
        assertThat(over.status()).isEqualTo(400);
        assertThat(over.at("error")).isEqualTo("daily_limit_exceeded");
        assertThat(open(tenant, "user-1", 500).status()).isEqualTo(201);
        assertThat(open(tenant, "user-2", 501).status()).isEqualTo(201);

        List<Integer> race =
                Stream.generate(() -> Async.call(() -> open(tenant, "user-3", 400).status()))
                        .limit(12)
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList();
        assertThat(race.stream().filter(status -> status == 201)).hasSize(3);
        assertThat(race.stream().filter(status -> status == 400)).hasSize(9);
        assertThat(
                        tenant.get("/external/withdrawals?externalUserId=user-3")
                                .json()
                                .path("data")
                                .size())
                .isEqualTo(3);
    }

    private static Api.Answer open(Tenant tenant, String user, long amount) {
        return tenant.post(Api.body(user, Long.toString(amount)));
    }
}
