package io.sluice.sandbox.pientegra;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/** A withdrawal in callbacks, look-ups and lists; amounts are strings of minor units. */
record WithdrawalJson(
        UUID id,
        String referenceNo,
        String externalUserId,
        String amount,
        String currency,
        String status,
        @Nullable String rejectedReason,
        @Nullable String returnedReason,
        @Nullable String returnedAmount,
        @Nullable String fee,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt) {

    static WithdrawalJson of(Payout payout) {
        return of(
                payout.order(),
                payout.shownAmount(),
                payout.status(),
                payout.reason(),
                payout.returned(),
                payout.fee(),
                payout.order().createdAt(),
                payout.updatedAt());
    }

    static WithdrawalJson of(Order order, Event event) {
        return of(
                order,
                event.amount(),
                event.status(),
                event.reason(),
                event.returned(),
                event.fee(),
                null,
                null);
    }

    private static WithdrawalJson of(
            Order order,
            long amount,
            String status,
            @Nullable String reason,
            long returned,
            long fee,
            @Nullable Instant createdAt,
            @Nullable Instant updatedAt) {
        return new WithdrawalJson(
                order.id(),
                order.referenceNo(),
                order.externalUserId(),
                Long.toString(amount),
                order.currency(),
                status,
                status.equals("REJECTED") ? reason : null,
                status.equals("RETURNED") ? reason : null,
                status.equals("RETURNED") ? Long.toString(returned) : null,
                fee > 0 ? Long.toString(fee) : null,
                createdAt,
                updatedAt);
    }

    /** A callback's body. */
    record Notice(UUID eventId, String eventType, Instant occurredAt, WithdrawalJson withdrawal) {
        static Notice of(Order order, Event event) {
            return new Notice(
                    event.id(), event.type(), event.occurredAt(), WithdrawalJson.of(order, event));
        }
    }

    /** What the creation answers. */
    record Created(UUID withdrawalId, String referenceNo) {}
}
