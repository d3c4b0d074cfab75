package io.sluice.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.contracts.WithdrawalId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** How one event gets to its partner, and what happens when the partner does not take it. */
@ExtendWith(WebhookStage.Shared.class)
class WebhookDeliveryTest {

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void whatFailsIsTriedAgainWithTheSameIdAndBodyNewlyStampedAndSigned(WebhookStage stage) {
        Site site = stage.site("Sandbox");
        AtomicInteger turn = new AtomicInteger();
        List<Partner.Reply> replies =
                List.of(
                        Partner.Reply.status(500),
                        Partner.Reply.status(404),
                        Partner.Reply.status(302),
                        new Partner.Reply(200, Duration.ofSeconds(2), "too late"),
                        Partner.Reply.OK);
        site.partner().replies(_ -> replies.get(turn.getAndIncrement()));

        WithdrawalId id = site.open(100);
        site.awaitStatus(id, "withdrawal.created", "DELIVERED");

        List<Partner.Received> received = site.partner().of(id.toString());
        assertThat(received).hasSize(5);
        assertThat(received).allMatch(one -> Site.verifies(one, site.secret()));
        assertThat(received)
                .extracting(Partner.Received::body)
                .containsOnly(first(received).body());
        assertThat(received)
                .extracting(one -> one.headers().get("webhook-id"))
                .containsOnly(first(received).json().path("eventId").asString());
        assertThat(received)
                .extracting(one -> one.headers().get("Pientegra-Signature"))
                .doesNotHaveDuplicates();
        assertThat(received)
                .allSatisfy(
                        one ->
                                assertThat(stamp(one).toEpochMilli() / 1000)
                                        .isEqualTo(
                                                Long.parseLong(
                                                        one.headers().get("webhook-timestamp"))));
        assertThat(gaps(received)).allMatch(gap -> gap.toMillis() >= 99);

        JsonNode whole = site.whole(site.event(id, "withdrawal.created"));
        assertThat(whole.path("attempts").asInt()).isEqualTo(5);
        assertThat(whole.path("lastResponseStatus").asInt()).isEqualTo(200);
        assertThat(whole.path("lastError").isNull()).isTrue();
        assertThat(whole.path("attemptHistory").findValuesAsString("error"))
                .containsExactly(
                        "status: 500 (expected: 2xx)",
                        "status: 404 (expected: 2xx)",
                        "status: 302 (expected: 2xx)",
                        "answer: none (expected: within 1 s)",
                        "");
        assertThat(whole.path("attemptHistory").get(4).path("response").asString())
                .isEqualTo("thanks");
        assertThat(whole.path("attemptHistory").get(3).path("latencyMs").asLong())
                .isBetween(990L, 1900L);
    }

    private static Partner.Received first(List<Partner.Received> received) {
        return received.getFirst();
    }

    private static Instant stamp(Partner.Received one) {
        String header = one.headers().get("Pientegra-Signature");
        return Instant.ofEpochMilli(Long.parseLong(header.substring(2, header.indexOf(','))));
    }

    private static List<Duration> gaps(List<Partner.Received> received) {
        return IntStream.range(1, received.size())
                .mapToObj(
                        i ->
                                Duration.ofNanos(
                                        received.get(i).atNanos() - received.get(i - 1).atNanos()))
                .toList();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void afterTheLastPauseItIsDeadAndTheNextEventGoesOut(WebhookStage stage) {
        Site site = stage.site("Sandbox");
        site.partner()
                .replies(
                        one ->
                                one.type().equals("withdrawal.created")
                                        ? Partner.Reply.status(503)
                                        : Partner.Reply.OK);

        WithdrawalId id = site.sent(1000);
        site.awaitStatus(id, "withdrawal.created", "DEAD");
        site.awaitStatus(id, "withdrawal.sent", "DELIVERED");

        List<String> types = site.partner().types(id.toString());
        assertThat(types).hasSize(WebhookStage.MOST_ATTEMPTS + 1);
        assertThat(types.getLast()).isEqualTo("withdrawal.sent");
        assertThat(site.event(id, "withdrawal.created").path("attempts").asInt())
                .isEqualTo(WebhookStage.MOST_ATTEMPTS);
        assertThat(site.event(id, "withdrawal.created").path("deliveredAt").isNull()).isTrue();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aLaterEventOfAWithdrawalWaitsForTheEarlierOneAndOthersDoNot(WebhookStage stage) {
        Site site = stage.site("Sandbox");
        AtomicInteger failures = new AtomicInteger(3);
        site.partner()
                .replies(
                        one ->
                                one.json().at("/withdrawal/amount").asString().equals("1001")
                                                && one.type().equals("withdrawal.created")
                                                && failures.getAndDecrement() > 0
                                        ? Partner.Reply.status(500)
                                        : Partner.Reply.OK);

        WithdrawalId held = site.sent(1001);
        WithdrawalId free = site.sent(1002);

        site.awaitTypes(
                held,
                "withdrawal.created",
                "withdrawal.created",
                "withdrawal.created",
                "withdrawal.created",
                "withdrawal.sent");
        site.awaitTypes(free, "withdrawal.created", "withdrawal.sent");
        List<Partner.Received> received = site.partner().of(held.toString());
        assertThat(received).extracting(one -> one.json().path("sequence").asInt()).isSorted();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anApplicationMayChooseToHearWithoutOrder(WebhookStage stage) {
        Site site = stage.site("Sandbox");
        site.set("ordered_delivery", "false");
        site.partner()
                .replies(
                        one ->
                                one.type().equals("withdrawal.created")
                                        ? new Partner.Reply(
                                                503, Duration.ZERO, "", Map.of("Retry-After", "60"))
                                        : Partner.Reply.OK);

        WithdrawalId id = site.sent(1000);

        site.awaitStatus(id, "withdrawal.sent", "DELIVERED");
        assertThat(site.status(id, "withdrawal.created")).isEqualTo("FAILED");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void whatTheEndpointAsksForByRetryAfterIsHonoured(WebhookStage stage) {
        Site site = stage.site("Sandbox");
        AtomicInteger turn = new AtomicInteger();
        site.partner()
                .replies(
                        _ ->
                                turn.getAndIncrement() == 0
                                        ? new Partner.Reply(
                                                429, Duration.ZERO, "", Map.of("Retry-After", "2"))
                                        : Partner.Reply.OK);

        WithdrawalId id = site.open(100);
        site.awaitStatus(id, "withdrawal.created", "DELIVERED");

        List<Partner.Received> received = site.partner().of(id.toString());
        assertThat(received).hasSize(2);
        assertThat(gaps(received).getFirst())
                .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a410DisablesTheEndpointUntilItIsSetAgain(WebhookStage stage) {
        Site site = stage.site("Sandbox");
        site.partner().replies(_ -> Partner.Reply.status(410));
        double before = stage.metric("sluice_webhook_endpoints_given_up_total");

        WithdrawalId gone = site.open(100);
        site.awaitStatus(gone, "withdrawal.created", "DEAD");
        Await.until(
                () -> "the ledger says that it is disabled",
                () -> site.events("?eventType=endpoint.disabled").size() == 1);
        WithdrawalId waiting = site.sent(200);

        assertThat(site.events("?eventType=endpoint.disabled").getFirst().at("/payload/reason"))
                .hasToString("\"status: 410 (the endpoint wants no more)\"");
        assertThat(stage.metric("sluice_webhook_endpoints_given_up_total")).isGreaterThan(before);
        Await.until(
                () -> "the gauge shows it",
                () -> stage.metric("sluice_webhook_endpoints_disabled") >= 1);
        assertThat(site.status(waiting, "withdrawal.created")).isEqualTo("PENDING");
        assertThat(site.partner().received()).hasSize(1);

        site.partner().replies(_ -> Partner.Reply.OK);
        site.configure(false);
        site.awaitTypes(waiting, "withdrawal.created", "withdrawal.sent");
        assertThat(site.status(gone, "withdrawal.created")).isEqualTo("DEAD");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anEndpointThatHasFailedForDaysIsDisabledAndOneThatHasNotIsNot(WebhookStage stage) {
        Site site = stage.site("Sandbox");
        site.partner().replies(_ -> Partner.Reply.status(500));
        WithdrawalId first = site.open(100);
        site.awaitStatus(first, "withdrawal.created", "DEAD");
        assertThat(failingSince(stage, site)).isNotEqualTo("null");
        assertThat(site.events("?eventType=endpoint.disabled")).isEmpty();
        assertThat(stage.metric("sluice_webhook_endpoints_failing")).isGreaterThanOrEqualTo(1);

        site.partner().replies(_ -> Partner.Reply.OK);
        site.awaitStatus(site.open(101), "withdrawal.created", "DELIVERED");
        assertThat(failingSince(stage, site)).isEqualTo("null");

        site.partner().replies(_ -> Partner.Reply.status(500));
        site.set("failing_since", "now() - interval '73 hours'");
        site.awaitStatus(site.open(102), "withdrawal.created", "DEAD");
        Await.until(
                () -> "the ledger says that it is disabled",
                () -> site.events("?eventType=endpoint.disabled").size() == 1);
    }

    private static String failingSince(WebhookStage stage, Site site) {
        return String.valueOf(
                stage.api()
                        .query(
                                "SELECT failing_since FROM application WHERE application_key = '%s'"
                                        .formatted(site.key()))
                        .getFirst());
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void whileOneSecretReplacesTheOtherBothSign(WebhookStage stage) {
        Site site = stage.site("Sandbox");
        String old = site.secret();
        site.configure(true);
        assertThat(site.secret()).isNotEqualTo(old).matches("whsec_[A-Za-z0-9]{44}");

        WithdrawalId both = site.open(100);
        site.awaitTypes(both, "withdrawal.created");
        Partner.Received one = site.partner().of(both.toString()).getFirst();
        assertThat(Site.verifies(one, old)).isTrue();
        assertThat(Site.verifies(one, site.secret())).isTrue();
        assertThat(one.headers().get("Pientegra-Signature"))
                .matches("t=[0-9]{13}(,v1=[0-9a-f]{64}){2}");

        stage.api()
                .execute(
                        """
                        UPDATE partner_secret SET valid_until = now() - interval '1 second'
                        WHERE owner = '%s' AND valid_until IS NOT NULL
                        """
                                .formatted(site.key()));
        stage.api().reloadDirectory();
        WithdrawalId later = site.open(101);
        site.awaitTypes(later, "withdrawal.created");
        Partner.Received other = site.partner().of(later.toString()).getFirst();
        assertThat(Site.verifies(other, old)).isFalse();
        assertThat(Site.verifies(other, site.secret())).isTrue();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void withoutASecretNothingIsSent(WebhookStage stage) {
        Site site = stage.site("Sandbox");
        stage.api().execute("DELETE FROM partner_secret WHERE owner = '%s'".formatted(site.key()));
        stage.api().reloadDirectory();

        WithdrawalId id = site.open(100);
        site.awaitStatus(id, "withdrawal.created", "FAILED");

        assertThat(site.event(id, "withdrawal.created").path("lastError").asString())
                .startsWith("secret: none");
        assertThat(site.partner().received()).isEmpty();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void partsAndTheApprovalAreForThoseWhoSubscribe(WebhookStage stage) {
        Site few = stage.site("Sandbox");
        Site all = stage.site("Sandbox");
        all.set(
                "event_types",
                """
                '{withdrawal.created,withdrawal.approved,withdrawal.sent,withdrawal.rejected,\
                withdrawal.returned,payout.sent,payout.rejected,payout.returned}'""");

        WithdrawalId quiet = paidAndReturnedInTwo(stage, few);
        WithdrawalId loud = paidAndReturnedInTwo(stage, all);

        few.awaitTypes(
                quiet,
                "withdrawal.created",
                "withdrawal.sent",
                "withdrawal.returned",
                "withdrawal.returned");
        all.awaitTypes(
                loud,
                "withdrawal.created",
                "withdrawal.approved",
                "payout.sent",
                "withdrawal.sent",
                "payout.returned",
                "withdrawal.returned",
                "payout.returned",
                "withdrawal.returned");
        assertThat(sequences(all, loud)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(sequences(few, quiet)).containsExactly(1, 4, 6, 8);
        assertThat(few.events("?eventType=payout.sent").getFirst().path("deliveryStatus").isNull())
                .isTrue();
        JsonNode last = all.partner().of(loud.toString()).getLast().json();
        assertThat(last.at("/return/amount").asString()).isEqualTo("600");
        assertThat(last.at("/return/total").asString()).isEqualTo("1000");
        assertThat(last.at("/withdrawal/returnedAmount").asString()).isEqualTo("1000");
        assertThat(last.at("/withdrawal/sentAmount").asString()).isEqualTo("1000");
    }

    private static WithdrawalId paidAndReturnedInTwo(WebhookStage stage, Site site) {
        WithdrawalId id = site.open(1000);
        WithdrawalRequested asked = site.authorized(id);
        site.settle(asked);
        stage.ledger()
                .returns(asked, Site.payout(asked), 400, 400, Ledger.totals(1000, 1000, 0, 400));
        stage.ledger()
                .returns(asked, Site.payout(asked), 600, 1000, Ledger.totals(1000, 1000, 0, 1000));
        return id;
    }

    private static List<Integer> sequences(Site site, WithdrawalId id) {
        return site.partner().of(id.toString()).stream()
                .map(one -> one.json().path("sequence").asInt())
                .toList();
    }
}
