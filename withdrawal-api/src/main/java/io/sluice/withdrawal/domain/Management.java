package io.sluice.withdrawal.domain;

import io.sluice.contracts.PayoutId;
import io.sluice.contracts.WithdrawalEvent;
import io.sluice.contracts.WithdrawalEvent.CancellationRequested;
import io.sluice.contracts.WithdrawalEvent.PayoutOrdered;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What becomes of an operation before the ledger decides: pure. */
public final class Management {

    /** To be refused, or asked of the ledger. */
    public sealed interface Decision {

        record Refused(OperationRefusal refusal) implements Decision {}

        /**
         * @param payout the child to be written, as ordered; null for a cancellation
         */
        record Asked(WithdrawalEvent event, @Nullable Payout payout) implements Decision {}
    }

    /**
     * @param payoutId for the payout that it may order
     * @param trace the child's own number, where the application wants one
     */
    public record Minted(PayoutId payoutId, int trace) {}

    /** A payout that is ordered, and how it is written down. */
    public record Order(PayoutOrdered event, Payout payout) {}

    private Management() {}

    /**
     * What the second approval orders in automatic processing: all of it.
     *
     * @param separateTraceId whether the payout has a number of its own
     */
    public static Order whole(Withdrawal withdrawal, boolean separateTraceId, Minted minted) {
        List<String> route = withdrawal.route();
        return new Order(
                new PayoutOrdered(
                        withdrawal.id(),
                        minted.payoutId(),
                        null,
                        route,
                        withdrawal.destination(),
                        null),
                Payout.ordered(
                        minted.payoutId(),
                        separateTraceId ? minted.trace() : withdrawal.number(),
                        null,
                        withdrawal.amount(),
                        route.isEmpty() ? null : route.getFirst()));
    }

    public static Decision decide(
            Withdrawal withdrawal,
            Application application,
            boolean underReview,
            Operation operation,
            Minted minted) {
        OperationRefusal closed = closed(withdrawal);
        if (closed != null) {
            return new Decision.Refused(closed);
        }
        return switch (operation) {
            case Operation.Cancel() ->
                    new Decision.Asked(
                            new CancellationRequested(withdrawal.id(), "cancelled"), null);
            case Operation.Complete(String gateway) ->
                    underReview
                            ? new Decision.Refused(OperationRefusal.UNDER_REVIEW)
                            : order(withdrawal, application, gateway, null, null, minted);
            case Operation.Split split ->
                    split(withdrawal, application, underReview, split, minted);
        };
    }

    private static @Nullable OperationRefusal closed(Withdrawal withdrawal) {
        if (withdrawal.standing().status().isOpen()) {
            return null;
        }
        return withdrawal.standing().isCancelled()
                ? OperationRefusal.ALREADY_CANCELLED
                : OperationRefusal.ALREADY_PROCESSED;
    }

    private static Decision split(
            Withdrawal withdrawal,
            Application application,
            boolean underReview,
            Operation.Split split,
            Minted minted) {
        if (underReview) {
            return new Decision.Refused(OperationRefusal.UNDER_REVIEW);
        }
        if (!application.separateTraceId()) {
            return new Decision.Refused(OperationRefusal.SPLIT_NOT_ALLOWED);
        }
        if (!split.currency().equals(withdrawal.currency())) {
            return new Decision.Refused(OperationRefusal.CURRENCY_MISMATCH);
        }
        return order(
                withdrawal, application, split.gateway(), split.amount(), split.orderId(), minted);
    }

    private static Decision order(
            Withdrawal withdrawal,
            Application application,
            @Nullable String gateway,
            @Nullable Long amount,
            @Nullable String orderId,
            Minted minted) {
        if (gateway == null && application.defaultGateway() == null) {
            return new Decision.Refused(OperationRefusal.GATEWAY_REQUIRED);
        }
        List<String> known = application.gateways();
        if (gateway != null && !known.contains(gateway)) {
            return new Decision.Refused(OperationRefusal.GATEWAY_UNKNOWN);
        }
        List<String> route =
                gateway == null ? application.gateways() : application.gateways(gateway);
        boolean isChild = application.separateTraceId();
        return new Decision.Asked(
                new PayoutOrdered(
                        withdrawal.id(),
                        minted.payoutId(),
                        amount,
                        route,
                        withdrawal.destination(),
                        !isChild),
                Payout.ordered(
                        minted.payoutId(),
                        isChild ? minted.trace() : withdrawal.number(),
                        orderId,
                        amount == null ? withdrawal.standing().totals().outstanding() : amount,
                        route.getFirst()));
    }
}
