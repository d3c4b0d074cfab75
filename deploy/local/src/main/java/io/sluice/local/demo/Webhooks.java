package io.sluice.local.demo;

import io.sluice.local.process.Await;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What the partner's endpoint received. */
final class Webhooks {

    private static final Duration PAUSE = Duration.ofMillis(10);

    private Webhooks() {}

    /**
     * One delivery.
     *
     * @param verified whether its signature was right
     */
    record Received(Instant at, String type, int sequence, String eventId, boolean verified) {

        static Received of(JsonNode json) {
            JsonNode body = json.path("body");
            return new Received(
                    Instant.parse(json.path("receivedAt").asString()),
                    body.path("eventType").asString(""),
                    body.path("sequence").asInt(-1),
                    body.path("eventId").asString(""),
                    json.path("verified").asBoolean(false));
        }

        Moment moment() {
            return new Moment(
                    at,
                    "partner",
                    "webhook " + type + (verified ? ", signature verified" : ", WRONG SIGNATURE"));
        }
    }

    /** In the order of arrival. */
    static List<Received> of(PlatformClient client, String withdrawalId) {
        JsonNode list = client.sandbox("/partner/webhooks?withdrawalId=" + withdrawalId);
        return StreamSupport.stream(list.spliterator(), false)
                .map(Received::of)
                .sorted(Comparator.comparing(Received::at))
                .toList();
    }

    /** The first delivery of that type; empty when none came within the limit. */
    static Optional<Received> await(
            PlatformClient client, String withdrawalId, String type, Duration limit) {
        Await.until(limit, PAUSE, () -> first(client, withdrawalId, type).isPresent());
        return first(client, withdrawalId, type);
    }

    private static Optional<Received> first(
            PlatformClient client, String withdrawalId, String type) {
        return of(client, withdrawalId).stream()
                .filter(webhook -> webhook.type().equals(type))
                .findFirst();
    }
}
