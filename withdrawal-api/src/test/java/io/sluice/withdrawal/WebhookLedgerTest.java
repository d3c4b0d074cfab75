package io.sluice.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.WithdrawalId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The event ledger as its partner reads it, and has it replayed. */
@ExtendWith(WebhookStage.Shared.class)
class WebhookLedgerTest {

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void theLedgerListsNewestFirstAndFilters(WebhookStage stage) {
        Site site = stage.site("Sandbox");
        site.partner()
                .replies(
                        one ->
                                one.json().at("/withdrawal/amount").asString().equals("13")
                                        ? Partner.Reply.status(500)
                                        : Partner.Reply.OK);
        WithdrawalId sent = site.sent(10);
        site.awaitStatus(sent, "withdrawal.sent", "DELIVERED");
        WithdrawalId dead = site.open(13);
        site.awaitStatus(dead, "withdrawal.created", "DEAD");

        List<JsonNode> all = site.events("");
        assertThat(all)
                .extracting(each -> each.path("eventType").asString())
                .containsExactly(
                        "withdrawal.created",
                        "withdrawal.sent",
                        "payout.sent",
                        "withdrawal.approved",
                        "withdrawal.created");
        assertThat(ids(site.events("?eventType=withdrawal.created")))
                .containsExactly(id(all.get(0)), id(all.get(4)));
        assertThat(ids(site.events("?deliveryStatus=DEAD"))).containsExactly(id(all.get(0)));
        assertThat(ids(site.events("?deliveryStatus=DELIVERED")))
                .containsExactly(id(all.get(1)), id(all.get(4)));
        assertThat(ids(site.events("?deliveryStatus=DELIVERED,DEAD"))).hasSize(3);
        assertThat(site.events("?deliveryStatus=FAILED")).isEmpty();
        assertThat(site.events("?deliveryStatus=PENDING")).isEmpty();
        String edge = all.get(0).path("occurredAt").asString();
        assertThat(ids(site.events("?createdFrom=" + edge))).containsExactly(id(all.get(0)));
        assertThat(ids(site.events("?createdTo=" + edge)))
                .hasSize(4)
                .doesNotContain(id(all.get(0)));
        assertThat(
                        site.events(
                                "?createdFrom=%s&createdTo=%s&eventType=withdrawal.sent&deliveryStatus=DELIVERED"
                                        .formatted(all.get(4).path("occurredAt").asString(), edge)))
                .hasSize(1);

        JsonNode one = site.event(sent, "withdrawal.sent");
        assertThat(one.path("deliveredAt").asString()).matches("[0-9-]{10}T[0-9:.]{12}Z");
        assertThat(one.path("attempts").asInt()).isEqualTo(1);
        assertThat(one.path("lastResponseStatus").asInt()).isEqualTo(200);
        assertThat(one.path("payload").has("eventId")).isFalse();
        assertThat(one.path("payload").path("sequence").asInt()).isEqualTo(4);
        JsonNode received = site.partner().of(sent.toString()).getLast().json();
        assertThat(one.path("payload").path("withdrawal")).isEqualTo(received.path("withdrawal"));
    }

    private static String id(JsonNode event) {
        return event.path("eventId").asString();
    }

    private static List<String> ids(List<JsonNode> events) {
        return events.stream().map(WebhookLedgerTest::id).toList();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void theCursorLeadsThroughEveryEventOnceWhileOthersArrive(WebhookStage stage) {
        Site site = stage.site("Sandbox");
        for (int i = 1; i <= 7; i++) {
            site.open(i);
        }
        List<String> expected = ids(site.events(""));
        List<String> found = new ArrayList<>();
        JsonNode page = site.get("/external/events?limit=2").json();
        while (true) {
            page.path("data").forEach(each -> found.add(id(each)));
            if (page.path("nextCursor").isNull()) {
                break;
            }
            site.open(99);
            page =
                    site.get(
                                    "/external/events?limit=2&cursor="
                                            + page.path("nextCursor").asString())
                            .json();
        }
        assertThat(found).isEqualTo(expected).hasSize(7);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void whatIsAskedWronglyIsRefusedFieldByField(WebhookStage stage) {
        Site site = stage.site("Sandbox");
        assertThat(refused(site.get("/external/events?deliveryStatus=NONE")))
                .containsExactly("deliveryStatus");
        assertThat(refused(site.get("/external/events?eventType=withdrawal.eaten")))
                .containsExactly("eventType");
        assertThat(refused(site.get("/external/events?cursor=abc&limit=101&createdFrom=today")))
                .containsExactlyInAnyOrder("cursor", "limit", "createdFrom");
        assertThat(refused(site.post("/external/events/replay?deliveryStatus=PENDING")))
                .containsExactly("deliveryStatus");
        assertThat(site.get("/external/events/nonsense").status()).isEqualTo(404);
        assertThat(site.post("/external/events/" + UUID.randomUUID() + "/replay").status())
                .isEqualTo(404);
    }

    private static List<String> refused(Api.Answer answer) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("error")).isEqualTo("validation_failed");
        return answer.json().path("errors").findValuesAsString("field");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anotherTenantsEventsAreNotFoundNorReplayed(WebhookStage stage) {
        Site mine = stage.site("Sandbox");
        Site other = stage.site("Sandbox");
        WithdrawalId id = mine.open(100);
        mine.awaitStatus(id, "withdrawal.created", "DELIVERED");
        String event = "/external/events/" + id(mine.event(id, "withdrawal.created"));

        assertThat(other.get(event).status()).isEqualTo(404);
        assertThat(other.post(event + "/replay").status()).isEqualTo(404);
        assertThat(other.events("")).isEmpty();
        assertThat(other.post("/external/events/replay?createdFrom=2020-01-01T00:00:00Z").text())
                .isEqualTo("{\"replayed\":0}");
        assertThat(mine.get(event).status()).isEqualTo(200);
        assertThat(mine.status(id, "withdrawal.created")).isEqualTo("DELIVERED");
        assertThat(mine.partner().received()).hasSize(1);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aReplaySendsTheSameBodyNewlyStampedAndStartsTheScheduleAfresh(WebhookStage stage) {
        Site site = stage.site("Sandbox");
        site.partner().replies(_ -> Partner.Reply.status(500));
        WithdrawalId id = site.open(100);
        site.awaitStatus(id, "withdrawal.created", "DEAD");
        String event = "/external/events/" + id(site.event(id, "withdrawal.created"));

        assertThat(site.post(event + "/replay").status()).isEqualTo(202);
        Await.until(
                () -> "dead again",
                () ->
                        site.event(id, "withdrawal.created").path("attempts").asInt()
                                == 2 * WebhookStage.MOST_ATTEMPTS);
        site.awaitStatus(id, "withdrawal.created", "DEAD");
        site.partner().replies(_ -> Partner.Reply.OK);
        assertThat(site.post(event + "/replay").status()).isEqualTo(202);
        site.awaitStatus(id, "withdrawal.created", "DELIVERED");
        assertThat(site.post(event + "/replay").status()).isEqualTo(202);
        Await.until(
                () -> "delivered twice",
                () ->
                        site.partner().received().size() == 2 * WebhookStage.MOST_ATTEMPTS + 2
                                && site.status(id, "withdrawal.created").equals("DELIVERED"));

        List<Partner.Received> received = site.partner().received();
        assertThat(received).allMatch(one -> Site.verifies(one, site.secret()));
        assertThat(received)
                .extracting(Partner.Received::body)
                .containsOnly(received.getFirst().body());
        assertThat(site.get(event).json().path("attemptHistory"))
                .hasSize(2 * WebhookStage.MOST_ATTEMPTS + 2);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void whatIsPendingOrForNobodyIsNotReplayed(WebhookStage stage) {
        Site site = stage.site("Sandbox");
        site.partner().replies(_ -> Partner.Reply.status(410));
        WithdrawalId first = site.open(1);
        site.awaitStatus(first, "withdrawal.created", "DEAD");
        Await.until(
                () -> "disabled", () -> site.events("?eventType=endpoint.disabled").size() == 1);
        WithdrawalId waiting = site.sent(2);
        Await.until(() -> "sent", () -> site.events("?eventType=withdrawal.sent").size() == 1);

        for (JsonNode each :
                List.of(
                        site.event(waiting, "withdrawal.created"),
                        site.event(waiting, "payout.sent"),
                        site.events("?eventType=endpoint.disabled").getFirst())) {
            Api.Answer answer = site.post("/external/events/" + id(each) + "/replay");
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.at("error")).isEqualTo("already_pending");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aRangeIsReplayedAndAllThatAreDead(WebhookStage stage) {
        Site site = stage.site("Sandbox");
        site.partner()
                .replies(
                        one ->
                                one.json().at("/withdrawal/amount").asString().startsWith("6")
                                        ? Partner.Reply.status(500)
                                        : Partner.Reply.OK);
        WithdrawalId good = site.open(10);
        List<WithdrawalId> dead = List.of(site.open(61), site.open(62), site.open(63));
        dead.forEach(id -> site.awaitStatus(id, "withdrawal.created", "DEAD"));
        site.awaitStatus(good, "withdrawal.created", "DELIVERED");
        site.partner().replies(_ -> Partner.Reply.OK);
        int before = site.partner().received().size();

        assertThat(site.post("/external/events/replay?eventType=withdrawal.sent").text())
                .isEqualTo("{\"replayed\":0}");
        assertThat(site.post("/external/events/replay").status()).isEqualTo(202);
        dead.forEach(id -> site.awaitStatus(id, "withdrawal.created", "DELIVERED"));
        assertThat(site.partner().received()).hasSize(before + 3);
        assertThat(site.post("/external/events/replay").text()).isEqualTo("{\"replayed\":0}");

        String from = site.event(dead.get(1), "withdrawal.created").path("occurredAt").asString();
        String to = site.event(dead.get(2), "withdrawal.created").path("occurredAt").asString();
        Api.Answer range =
                site.post(
                        "/external/events/replay?createdFrom=%s&createdTo=%s".formatted(from, to));
        assertThat(range.text()).isEqualTo("{\"replayed\":1}");
        Await.until(() -> "one more", () -> site.partner().received().size() == before + 4);
        assertThat(site.partner().received().getLast().withdrawalId())
                .isEqualTo(dead.get(1).toString());
        site.awaitStatus(dead.get(1), "withdrawal.created", "DELIVERED");
        Api.Answer everything =
                site.post("/external/events/replay?createdFrom=2020-01-01T00:00:00Z");
        assertThat(everything.json().path("replayed").asInt()).isEqualTo(4);
    }

    /** More than one part of the replay holds. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void thousandsAreReplayedOnceEach(WebhookStage stage) {
        Site site = stage.site("Sandbox");
        site.set("disabled_at", "now()");
        stage.api()
                .execute(
                        """
                        WITH made AS (
                          INSERT INTO partner_event (event_id, application_key, sequence, event_type, occurred_at, body)
                          SELECT gen_random_uuid(), '%1$s', 1, 'withdrawal.created',
                            now() - i / 3 * interval '1 second', '{}'
                          FROM generate_series(1, 4500) i RETURNING event_id)
                        INSERT INTO webhook_delivery (event_id, application_key, sequence, status, attempts, round)
                        SELECT event_id, '%1$s', 1, 'DEAD', 10, 10 FROM made
                        """
                                .formatted(site.key()));

        assertThat(site.post("/external/events/replay").text()).isEqualTo("{\"replayed\":4500}");
        assertThat(
                        stage.api()
                                .query(
                                        """
                                        SELECT count(*) FROM webhook_delivery WHERE application_key = '%s'
                                          AND status = 'PENDING' AND round = 0 AND attempts = 10
                                        """
                                                .formatted(site.key())))
                .containsExactly("4500");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aTestSendsASignedPingNowAndSaysWhatCameOfIt(WebhookStage stage) {
        Site site = stage.site("Sandbox");
        site.partner().replies(_ -> new Partner.Reply(202, Duration.ZERO, "x".repeat(3000)));

        Api.Answer answer = site.post("/external/site/webhook-test");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("status").asInt()).isEqualTo(202);
        assertThat(answer.json().path("error").isNull()).isTrue();
        assertThat(answer.at("response")).isEqualTo("x".repeat(1024));
        assertThat(answer.json().path("latencyMs").asLong()).isBetween(0L, 1000L);
        Partner.Received ping = site.partner().received().getFirst();
        assertThat(ping.type()).isEqualTo("webhook.ping");
        assertThat(Site.verifies(ping, site.secret())).isTrue();
        assertThat(site.events("")).isEmpty();

        site.set("webhook_url", "'http://localhost:1/hook'");
        Api.Answer refused = site.post("/external/site/webhook-test");
        assertThat(refused.json().path("status").isNull()).isTrue();
        assertThat(refused.at("error")).isEqualTo("connection: refused");

        site.set("webhook_url", "NULL");
        assertThat(site.post("/external/site/webhook-test").status()).isEqualTo(409);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void replaysInTheFutureAreNone(WebhookStage stage) {
        Site site = stage.site("Sandbox");
        site.awaitStatus(site.open(1), "withdrawal.created", "DELIVERED");
        String future = Instant.now().plusSeconds(60).toString();

        assertThat(site.post("/external/events/replay?createdFrom=" + future).text())
                .isEqualTo("{\"replayed\":0}");
    }
}
