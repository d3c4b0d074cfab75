package io.sluice.withdrawal.domain;

import io.sluice.contracts.PayoutId;

import org.jspecify.annotations.Nullable;

/**
 * A payout as the partner sees it.
 *
 * @param tid Praxis' trace id: the request's own number where the application manages the same id
 * @param amount in minor units; 0 until the ledger says how much remained
 * @param orderId the partner's name for a split's part
 * @param gateway where it went, as far as known
 */
public record Payout(
        PayoutId id,
        int tid,
        @Nullable String orderId,
        long amount,
        PayoutStatus status,
        long sent,
        long returned,
        @Nullable String gateway,
        int attempt,
        @Nullable String reasonCode) {

    public static Payout ordered(
            PayoutId id, int tid, @Nullable String orderId, long amount, @Nullable String gateway) {
        return new Payout(id, tid, orderId, amount, PayoutStatus.ORDERED, 0, 0, gateway, 1, null);
    }

    Payout authorized(long authorizedAmount) {
        return with(authorizedAmount, PayoutStatus.PENDING, sent, returned, gateway, attempt, null);
    }

    Payout declined(String reason) {
        return with(amount, PayoutStatus.DECLINED, sent, returned, gateway, attempt, reason);
    }

    Payout rejected(@Nullable String provider, int lastAttempt, String reason) {
        return with(
                amount,
                PayoutStatus.REJECTED,
                sent,
                returned,
                provider == null ? gateway : provider,
                lastAttempt,
                reason);
    }

    Payout settled(long by, boolean ends, String provider, int paidAttempt) {
        return with(
                amount,
                ends ? paidStatus() : status,
                Math.addExact(sent, by),
                returned,
                provider,
                paidAttempt,
                reasonCode);
    }

    private PayoutStatus paidStatus() {
        return returned > 0 ? PayoutStatus.RETURNED : PayoutStatus.SENT;
    }

    Payout cameBack(long by, @Nullable String reason) {
        return with(
                amount,
                PayoutStatus.RETURNED,
                sent,
                Math.addExact(returned, by),
                gateway,
                attempt,
                reason);
    }

    private Payout with(
            long newAmount,
            PayoutStatus newStatus,
            long newSent,
            long newReturned,
            @Nullable String newGateway,
            int newAttempt,
            @Nullable String newReason) {
        return new Payout(
                id,
                tid,
                orderId,
                newAmount,
                newStatus,
                newSent,
                newReturned,
                newGateway,
                newAttempt,
                newReason);
    }
}
