package io.sluice.withdrawal.application;

import io.sluice.contracts.EventId;
import io.sluice.withdrawal.application.Opening.Notice;
import io.sluice.withdrawal.application.Opening.PublishedEvent;
import io.sluice.withdrawal.application.webhook.Message;
import io.sluice.withdrawal.domain.Application;
import io.sluice.withdrawal.domain.NotificationStyle;
import io.sluice.withdrawal.domain.PartnerEvent;
import io.sluice.withdrawal.domain.PartnerEventType;
import io.sluice.withdrawal.domain.Payout;
import io.sluice.withdrawal.domain.Withdrawal;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts partner events into the form in which they are stored and sent. */
public final class PublishEvents {

    private final WithdrawalBodies bodies;
    private final AgentTransactions transactions;
    private final JsonMapper json;

    public PublishEvents(WithdrawalBodies bodies, AgentTransactions transactions, JsonMapper json) {
        this.bodies = bodies;
        this.transactions = transactions;
        this.json = json;
    }

    /** An application that is gone hears of nothing; its events are kept all the same. */
    PublishedEvent publish(
            @Nullable Application application,
            Withdrawal withdrawal,
            PartnerEvent event,
            @Nullable String traceparent) {
        boolean deliver = application != null && application.hears(event, withdrawal);
        boolean praxis = application != null && isPraxisStyle(application);
        return new PublishedEvent(
                withdrawal,
                event,
                bodies.event(withdrawal, event),
                deliver,
                deliver && praxis ? notice(withdrawal, event) : null,
                traceparent);
    }

    /** A test of the endpoint, in the application's own style; it is not stored. */
    public Message ping(Application application, Instant now) {
        EventId id = EventId.derived(application.applicationKey() + "/" + now, "ping");
        return new Message(
                id.value(),
                bodies.ping(id, now),
                isPraxisStyle(application)
                        ? notice(
                                application.merchantId(),
                                application.applicationKey(),
                                json.createObjectNode()
                                        .put("intent", "ping")
                                        .put("order_id", "ping-" + id),
                                json.createObjectNode())
                        : null);
    }

    private static boolean isPraxisStyle(Application application) {
        return application.notificationStyle() == NotificationStyle.PRAXIS;
    }

    private Notice notice(Withdrawal withdrawal, PartnerEvent event) {
        Payout payout = event.payout();
        ObjectNode transaction =
                payout == null
                        ? transactions.request(withdrawal)
                        : transactions.payout(withdrawal, payout);
        if (event.type() == PartnerEventType.PAYOUT_RETURNED && payout != null) {
            // Ours: Praxis documents the status, not how much came back.
            transaction
                    .put("transaction_status", "reversed")
                    .put("status_details", "Transaction reversed")
                    .put("reversed_amount", payout.returned());
        }
        transaction.put("fee_included", 0).putNull("fee_type").put("is_async", 1);
        String orderId =
                payout == null || payout.orderId() == null
                        ? withdrawal.referenceNo().text()
                        : payout.orderId();
        return notice(
                withdrawal.merchantId(),
                withdrawal.applicationKey(),
                session(withdrawal, orderId, transaction),
                transaction);
    }

    private ObjectNode session(Withdrawal withdrawal, String orderId, ObjectNode transaction) {
        ObjectNode session =
                json.createObjectNode()
                        .putNull("auth_token")
                        .put("intent", "withdrawal")
                        .put("session_status", "successful")
                        .put("order_id", orderId);
        for (String field :
                new String[] {
                    "currency",
                    "amount",
                    "conversion_rate",
                    "processed_currency",
                    "processed_amount",
                    "payment_method",
                    "gateway"
                }) {
            session.set(field, transaction.get(field));
        }
        session.put("cid", withdrawal.externalUserId());
        for (int variable = 1; variable <= 3; variable++) {
            session.putNull("variable" + variable);
        }
        return session;
    }

    private Notice notice(
            String merchantId, String applicationKey, ObjectNode session, ObjectNode transaction) {
        ObjectNode body =
                json.createObjectNode()
                        .put("merchant_id", merchantId)
                        .put("application_key", applicationKey);
        // Who the customer is, we do not tell; the token is null, which adds nothing to what is
        // signed.
        body.putObject("customer")
                .putNull("customer_token")
                .putNull("country")
                .putNull("first_name")
                .putNull("last_name")
                .put("avs_alert", 0)
                .put("verification_alert", 0);
        body.set("session", session);
        body.set("transaction", transaction);
        body.put("version", "1.3");
        return new Notice(json.writeValueAsString(body), signed(session, transaction));
    }

    /** What the signature covers after merchant, application, time and customer token. */
    private static String signed(ObjectNode session, ObjectNode transaction) {
        return Stream.concat(
                        Stream.of(session.path("order_id")),
                        Stream.of(
                                        "tid",
                                        "currency",
                                        "amount",
                                        "conversion_rate",
                                        "processed_currency",
                                        "processed_amount")
                                .map(transaction::path))
                .map(PublishEvents::text)
                .collect(Collectors.joining());
    }

    /** As it is written in the body. */
    private static String text(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return "";
        }
        return value.isPojo() ? AgentTransactions.CONVERSION_RATE : value.asString();
    }
}
