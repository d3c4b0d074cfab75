package io.sluice.withdrawal.application;

import io.sluice.withdrawal.application.Opening.Notice;
import io.sluice.withdrawal.application.Opening.PublishedEvent;
import io.sluice.withdrawal.domain.Application;
import io.sluice.withdrawal.domain.NotificationStyle;
import io.sluice.withdrawal.domain.PartnerEvent;
import io.sluice.withdrawal.domain.Payout;
import io.sluice.withdrawal.domain.Withdrawal;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

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
            @Nullable Application application, Withdrawal withdrawal, PartnerEvent event) {
        boolean deliver = application != null && application.hears(event, withdrawal);
        boolean praxis =
                application != null && application.notificationStyle() == NotificationStyle.PRAXIS;
        return new PublishedEvent(
                withdrawal,
                event,
                bodies.event(withdrawal, event),
                deliver,
                deliver && praxis ? notice(withdrawal, event.payout()) : null);
    }

    private Notice notice(Withdrawal withdrawal, @Nullable Payout payout) {
        String orderId =
                payout == null || payout.orderId() == null
                        ? withdrawal.referenceNo().text()
                        : payout.orderId();
        ObjectNode transaction =
                payout == null
                        ? transactions.request(withdrawal)
                        : transactions.payout(withdrawal, payout);
        ObjectNode body =
                json.createObjectNode()
                        .put("merchant_id", withdrawal.merchantId())
                        .put("application_key", withdrawal.applicationKey());
        body.putObject("customer").putNull("customer_token");
        body.putObject("session")
                .put("intent", "withdrawal")
                .put("order_id", orderId)
                .put("currency", withdrawal.currency().getCurrencyCode())
                .put("amount", withdrawal.amount())
                .put("cid", withdrawal.externalUserId());
        body.set("transaction", transaction);
        body.put("version", "1.3");
        return new Notice(json.writeValueAsString(body), signed(orderId, transaction));
    }

    /** After merchant, application and time; the customer token is null and adds nothing. */
    private static String signed(String orderId, ObjectNode transaction) {
        return Stream.of("tid", "currency", "amount")
                .map(field -> transaction.path(field).asString())
                .collect(
                        Collectors.joining(
                                "",
                                orderId,
                                AgentTransactions.CONVERSION_RATE
                                        + text(transaction.path("processed_currency"))
                                        + text(transaction.path("processed_amount"))));
    }

    private static String text(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? "" : value.asString();
    }
}
