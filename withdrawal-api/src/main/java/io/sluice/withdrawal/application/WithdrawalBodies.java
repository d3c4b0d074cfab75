package io.sluice.withdrawal.application;

import io.sluice.contracts.EventId;
import io.sluice.messaging.DestinationSeal;
import io.sluice.withdrawal.domain.PartnerEvent;
import io.sluice.withdrawal.domain.Payout;
import io.sluice.withdrawal.domain.PayoutStatus;
import io.sluice.withdrawal.domain.Standing;
import io.sluice.withdrawal.domain.Withdrawal;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The JSON that partners read: of a withdrawal, and of an event. Amounts are strings. */
public final class WithdrawalBodies {

    /** The service, as it signs its events. */
    public static final String SOURCE = "withdrawal-api";

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final JsonMapper json;
    private final DestinationSeal seal;

    public WithdrawalBodies(JsonMapper json, DestinationSeal seal) {
        this.json = json;
        this.seal = seal;
    }

    /** ISO 8601 in UTC, always with milliseconds. */
    public static String text(Instant time) {
        return MILLIS.format(time);
    }

    /** The first answer to a POST: the bytes that are stored and replayed. */
    public String opened(Withdrawal withdrawal) {
        return json.writeValueAsString(
                json.createObjectNode()
                        .put("withdrawalId", withdrawal.id().toString())
                        .put("referenceNo", withdrawal.referenceNo().text()));
    }

    /** The whole withdrawal, as its own partner sees it. */
    public ObjectNode whole(Withdrawal withdrawal) {
        Standing standing = withdrawal.standing();
        ObjectNode body =
                json.createObjectNode()
                        .put("withdrawalId", withdrawal.id().toString())
                        .put("withdrawalRequestId", withdrawal.number())
                        .put("referenceNo", withdrawal.referenceNo().text())
                        .put("externalUserId", withdrawal.externalUserId())
                        .put("externalUserLabel", label(withdrawal));
        amounts(
                body,
                withdrawal,
                standing.status().name(),
                standing.totals().settled(),
                standing.totals().released(),
                standing.totals().returned(),
                standing.rejectedReason());
        body.put("targetIban", withdrawal.maskedIban())
                .put("createdAt", text(withdrawal.createdAt()))
                .put("updatedAt", text(standing.updatedAt()));
        ArrayNode payouts = body.putArray("payouts");
        standing.payouts().stream()
                .filter(payout -> payout.status() != PayoutStatus.DECLINED)
                .forEach(payout -> payouts.add(payout(payout)));
        return body;
    }

    /** The body of a webhook: the same bytes at every attempt. */
    public String event(Withdrawal withdrawal, PartnerEvent event) {
        ObjectNode body =
                head(event.id(), event.type().text(), event.occurredAt())
                        .put("sequence", event.sequence());
        ObjectNode about =
                body.putObject("withdrawal")
                        .put("id", withdrawal.id().toString())
                        .put("referenceNo", withdrawal.referenceNo().text())
                        .put("withdrawalRequestId", withdrawal.number())
                        .put("externalUserId", withdrawal.externalUserId());
        amounts(
                about,
                withdrawal,
                event.status().name(),
                event.sent(),
                event.released(),
                event.returned(),
                event.rejectedReason());
        if (event.payout() != null) {
            body.set("payout", payout(event.payout()));
        }
        if (event.cameBack() != null) {
            body.putObject("return")
                    .put("amount", Long.toString(event.cameBack()))
                    .put("total", Long.toString(event.returned()));
        }
        return json.writeValueAsString(body);
    }

    /** A signed sign of life for a partner that tests its endpoint. */
    public String ping(EventId id, Instant now) {
        return json.writeValueAsString(head(id, "webhook.ping", now));
    }

    /** What stands in the event ledger, and there alone, once an endpoint gets nothing more. */
    public String disabled(EventId id, String type, Instant now, String reason) {
        return json.writeValueAsString(head(id, type, now).put("reason", reason));
    }

    private ObjectNode head(EventId id, String type, Instant at) {
        return json.createObjectNode()
                .put("eventId", id.toString())
                .put("eventType", type)
                .put("occurredAt", text(at));
    }

    private static void amounts(
            ObjectNode body,
            Withdrawal withdrawal,
            String status,
            long sent,
            long released,
            long returned,
            @Nullable String rejectedReason) {
        body.put("amount", Long.toString(withdrawal.amount()))
                .put("currency", withdrawal.currency().getCurrencyCode())
                .put("status", status)
                .put("sentAmount", Long.toString(sent))
                .put("releasedAmount", Long.toString(released))
                .put("returnedAmount", Long.toString(returned))
                .put("rejectedReason", rejectedReason);
    }

    private ObjectNode payout(Payout payout) {
        return json.createObjectNode()
                .put("payoutId", payout.id().toString())
                .put("tid", payout.tid())
                .put("amount", Long.toString(payout.amount()))
                .put("status", shown(payout.status()))
                .put("gateway", payout.gateway())
                .put("attempt", payout.attempt())
                .put("reasonCode", payout.reasonCode());
    }

    private static String shown(PayoutStatus status) {
        return switch (status) {
            case ORDERED, PENDING -> "PENDING";
            case DECLINED, REJECTED -> "REJECTED";
            case SENT -> "SENT";
            case RETURNED -> "RETURNED";
        };
    }

    private @Nullable String label(Withdrawal withdrawal) {
        return seal.open(withdrawal.id(), withdrawal.destination()).userLabel();
    }
}
