package io.sluice.contracts;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Currency;
import java.util.List;

/** What partners and reviewers ask for; the ledger decides. Written by withdrawal-api. */
public sealed interface WithdrawalEvent extends SluiceEvent {

    WithdrawalId withdrawalId();

    @Override
    default String topic() {
        return Topics.WITHDRAWALS;
    }

    @Override
    default String subject() {
        return withdrawalId().toString();
    }

    @Override
    default int partition(int partitions) {
        return withdrawalId().slot().partition(partitions);
    }

    /**
     * A partner opened a withdrawal.
     *
     * @param payoutId the payout to authorize with the reserve; null where the start is ordered
     * @param amount in minor units of the currency
     * @param route gateways in order of preference; the first is the request's own or the default
     * @param expiresAt when what has no authorized payout is released; null: never
     */
    record WithdrawalRequested(
            WithdrawalId withdrawalId,
            @Nullable PayoutId payoutId,
            String merchantId,
            String applicationKey,
            String externalUserId,
            long amount,
            Currency currency,
            BalanceModel model,
            Processing processing,
            Start start,
            List<String> route,
            EncryptedDestination destination,
            @Nullable Instant expiresAt)
            implements WithdrawalEvent {

        public WithdrawalRequested {
            if (amount <= 0) {
                throw new IllegalArgumentException("amount: " + amount + " (expected: > 0)");
            }
            if ((start == Start.AT_ONCE) != (payoutId != null)) {
                throw new IllegalArgumentException(
                        "payoutId: (expected: present when the start is at once, else absent)");
            }
            route = List.copyOf(route);
        }

        public WalletKey wallet() {
            return new WalletKey(merchantId, externalUserId, currency);
        }
    }

    /**
     * A part, or all that remains, is to be paid.
     *
     * @param amount in minor units; null: all that remains
     * @param closes true: nothing may be ordered after it, so that what a payout leaves unpaid is
     *     released at once; only with all that remains. Null or false: what is rejected remains
     */
    record PayoutOrdered(
            WithdrawalId withdrawalId,
            PayoutId payoutId,
            @Nullable Long amount,
            List<String> route,
            EncryptedDestination destination,
            @Nullable Boolean closes)
            implements WithdrawalEvent {

        public PayoutOrdered {
            if (amount != null && amount <= 0) {
                throw new IllegalArgumentException(
                        "amount: " + amount + " (expected: > 0 or absent)");
            }
            if (amount != null && Boolean.TRUE.equals(closes)) {
                throw new IllegalArgumentException(
                        "amount: " + amount + " (expected: absent in an order that closes)");
            }
            route = List.copyOf(route);
        }
    }

    /**
     * The whole withdrawal is to be given up; refused once a payout was authorized.
     *
     * @param reason {@code cancelled}, {@code expired} (a review that lapsed) or {@code
     *     review_rejected}
     */
    record CancellationRequested(WithdrawalId withdrawalId, String reason)
            implements WithdrawalEvent {}

    /** Two operators give what remains of a managed withdrawal back to the wallet. */
    record RemainderReleaseRequested(
            WithdrawalId withdrawalId, List<String> approvedBy, String reason)
            implements WithdrawalEvent {

        public RemainderReleaseRequested {
            approvedBy = List.copyOf(approvedBy);
        }
    }
}
