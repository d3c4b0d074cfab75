package io.sluice.withdrawal.application;

import io.sluice.contracts.Processing;
import io.sluice.withdrawal.domain.Payout;
import io.sluice.withdrawal.domain.PayoutStatus;
import io.sluice.withdrawal.domain.Withdrawal;
import io.sluice.withdrawal.domain.WithdrawalStatus;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** Praxis' transaction object, with the union of the fields that its documents show. */
public final class AgentTransactions {

    static final String CONVERSION_RATE = "1.000000";
    private static final String APPROVED = "approved";
    private static final String REJECTED = "rejected";
    private static final String PENDING = "pending";

    private final JsonMapper json;

    public AgentTransactions(JsonMapper json) {
        this.json = json;
    }

    /** A payout: the child, or the request itself where the same id is managed. */
    public ObjectNode payout(Withdrawal withdrawal, Payout payout) {
        String status =
                switch (payout.status()) {
                    case ORDERED, PENDING -> PENDING;
                    case SENT, RETURNED -> APPROVED;
                    case REJECTED, DECLINED -> REJECTED;
                };
        return transaction(
                withdrawal,
                payout.tid(),
                status,
                payout.amount(),
                payout.sent(),
                payout.gateway(),
                payout.id().toString());
    }

    /** A cancellation that took place: rejected, under the request's own number. */
    public ObjectNode cancelled(Withdrawal withdrawal) {
        return whole(withdrawal, REJECTED);
    }

    /** A cancellation that is not decided yet. */
    public ObjectNode undecided(Withdrawal withdrawal) {
        return whole(withdrawal, PENDING);
    }

    /** The request as such. */
    public ObjectNode request(Withdrawal withdrawal) {
        return whole(withdrawal, requestStatus(withdrawal));
    }

    private static String requestStatus(Withdrawal withdrawal) {
        WithdrawalStatus status = withdrawal.standing().status();
        if (status == WithdrawalStatus.REJECTED) {
            return withdrawal.standing().isCancelled() ? "cancelled" : REJECTED;
        }
        if (isSplit(withdrawal)) {
            return "split";
        }
        return status.isOpen() ? "requested" : APPROVED;
    }

    /** Each operation was a child of its own; an automatic payout is no operation. */
    private static boolean isSplit(Withdrawal withdrawal) {
        return withdrawal.processing() == Processing.MANAGED
                && withdrawal.standing().payouts().stream()
                        .anyMatch(
                                payout ->
                                        payout.tid() != withdrawal.number()
                                                && payout.status() != PayoutStatus.DECLINED);
    }

    private ObjectNode whole(Withdrawal withdrawal, String status) {
        String gateway =
                withdrawal.standing().payouts().stream()
                        .filter(payout -> payout.status() != PayoutStatus.DECLINED)
                        .reduce((_, last) -> last)
                        .map(Payout::gateway)
                        .orElse(
                                withdrawal.route().isEmpty()
                                        ? null
                                        : withdrawal.route().getFirst());
        return transaction(
                withdrawal,
                withdrawal.number(),
                status,
                withdrawal.amount(),
                withdrawal.standing().totals().settled(),
                gateway,
                withdrawal.id().toString());
    }

    private ObjectNode transaction(
            Withdrawal withdrawal,
            int tid,
            String status,
            long amount,
            long sent,
            @Nullable String gateway,
            String transactionId) {
        String currency = withdrawal.currency().getCurrencyCode();
        boolean processed = sent > 0;
        ObjectNode body =
                json.createObjectNode()
                        .put("transaction_type", "payout")
                        .put("transaction_status", status)
                        .put("tid", tid)
                        .put("transaction_id", transactionId)
                        .put("currency", currency)
                        .put("amount", amount);
        body.putRawValue("conversion_rate", new RawValue(CONVERSION_RATE));
        for (String kind : new String[] {"charge", "processed"}) {
            body.put(kind + "_currency", processed ? currency : null);
            body.put(kind + "_amount", processed ? Long.valueOf(sent) : null);
        }
        body.put("fee", 0)
                .put("payment_method", "Bank Transfer")
                .put("payment_processor", gateway)
                .put("gateway", gateway)
                .putNull("card")
                .putNull("wallet")
                .put("avs_alert", 0)
                .put("verification_alert", 0)
                .put("cid", withdrawal.externalUserId())
                .put("is_3d", 0)
                .put("is_cascade", isCascade(withdrawal, gateway) ? 1 : 0)
                .put("cascade_level", isCascade(withdrawal, gateway) ? 1 : 0)
                .putNull("reference_id")
                .put("withdrawal_request_id", withdrawal.number())
                .putNull("account_identifier")
                .put("created_by", "INTERNET")
                .put("edited_by", "INTERNET");
        return withCode(body, status);
    }

    private static boolean isCascade(Withdrawal withdrawal, @Nullable String gateway) {
        return gateway != null
                && withdrawal.standing().payouts().stream()
                        .anyMatch(
                                payout -> gateway.equals(payout.gateway()) && payout.attempt() > 1);
    }

    private static ObjectNode withCode(ObjectNode body, String status) {
        return switch (status) {
            case APPROVED ->
                    body.put("status_code", "SC-002").put("status_details", "Transaction approved");
            case REJECTED ->
                    body.put("status_code", "SC-003").put("status_details", "Transaction rejected");
            default -> body.putNull("status_code").put("status_details", "Transaction " + status);
        };
    }
}
