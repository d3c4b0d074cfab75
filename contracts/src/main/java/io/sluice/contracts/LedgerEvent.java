package io.sluice.contracts;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.UUID;

/** What the ledger decided and booked. All amounts in minor units. */
public sealed interface LedgerEvent extends SluiceEvent {

    @Override
    default String topic() {
        return Topics.LEDGER;
    }

    /** Of one withdrawal: numbered without gaps from 1, with the totals after it. */
    sealed interface OfWithdrawal extends LedgerEvent {

        WithdrawalId withdrawalId();

        int sequence();

        Totals totals();

        Currency currency();

        @Override
        default String subject() {
            return withdrawalId().toString();
        }

        @Override
        default int partition(int partitions) {
            return withdrawalId().slot().partition(partitions);
        }
    }

    /** The wallet's money is set aside (pre-reserve). */
    record FundsReserved(
            WithdrawalId withdrawalId, int sequence, Totals totals, Currency currency, long amount)
            implements OfWithdrawal {}

    /** Not started: {@code insufficient_funds}, {@code amount_overflow}. Nothing is outstanding. */
    record FundsRefused(
            WithdrawalId withdrawalId,
            int sequence,
            Totals totals,
            Currency currency,
            String reason)
            implements OfWithdrawal {}

    /** The gateway may pay this out, once. Carries the sealed destination. */
    record PayoutAuthorized(
            WithdrawalId withdrawalId,
            int sequence,
            Totals totals,
            Currency currency,
            PayoutId payoutId,
            long amount,
            String merchantId,
            String applicationKey,
            String externalUserId,
            List<String> route,
            EncryptedDestination destination)
            implements OfWithdrawal {

        public PayoutAuthorized {
            route = List.copyOf(route);
        }
    }

    /**
     * An order was refused and nothing changed: {@code amount_exceeds_remaining}, {@code
     * nothing_remains}, {@code cancelled}, {@code closed}, {@code insufficient_funds}.
     */
    record PayoutDeclined(
            WithdrawalId withdrawalId,
            int sequence,
            Totals totals,
            Currency currency,
            PayoutId payoutId,
            String reason)
            implements OfWithdrawal {}

    /** A payout ended unpaid; of a managed withdrawal the amount is open to new orders again. */
    record PayoutRejected(
            WithdrawalId withdrawalId,
            int sequence,
            Totals totals,
            Currency currency,
            PayoutId payoutId,
            int attempt,
            long amount,
            @Nullable String provider,
            String reasonCode)
            implements OfWithdrawal {}

    /** Given up before any payout; the release follows. */
    record WithdrawalCancelled(
            WithdrawalId withdrawalId,
            int sequence,
            Totals totals,
            Currency currency,
            String reason)
            implements OfWithdrawal {}

    record CancellationDeclined(
            WithdrawalId withdrawalId,
            int sequence,
            Totals totals,
            Currency currency,
            String reason)
            implements OfWithdrawal {}

    record ReleaseDeclined(
            WithdrawalId withdrawalId,
            int sequence,
            Totals totals,
            Currency currency,
            String reason)
            implements OfWithdrawal {}

    /**
     * A provider paid: booked against the reserve, or the wallet (final debit).
     *
     * @param amount what this event booked: the growth of the attempt's cumulative total; 0 where a
     *     final word ends the payout and nothing more was sent
     * @param sentTotal cumulative for the attempt, as far as it is settled
     * @param endsPayout nothing more will be paid on this payout
     */
    record FundsSettled(
            WithdrawalId withdrawalId,
            int sequence,
            Totals totals,
            Currency currency,
            PayoutId payoutId,
            int attempt,
            long amount,
            long sentTotal,
            long fee,
            boolean endsPayout,
            String provider,
            @Nullable String providerReference)
            implements OfWithdrawal {}

    /**
     * Money went back to the wallet unpaid (final debit: will not be taken).
     *
     * @param payoutId the payout whose end released it, if one did
     * @param reasonCode {@code cancelled}, {@code expired}, {@code review_rejected}, {@code
     *     released} (two operators) or the provider's code
     */
    record FundsReleased(
            WithdrawalId withdrawalId,
            int sequence,
            Totals totals,
            Currency currency,
            @Nullable PayoutId payoutId,
            long amount,
            String reasonCode)
            implements OfWithdrawal {}

    /** Money that was sent came back: {@code amount} now, {@code returnedTotal} of the attempt. */
    record FundsReturned(
            WithdrawalId withdrawalId,
            int sequence,
            Totals totals,
            Currency currency,
            PayoutId payoutId,
            int attempt,
            long amount,
            long returnedTotal,
            @Nullable String reasonCode)
            implements OfWithdrawal {}

    /** A final debit found less than it took: booked all the same. */
    record WalletOverdrawn(
            WithdrawalId withdrawalId,
            int sequence,
            Totals totals,
            Currency currency,
            PayoutId payoutId,
            UUID accountId,
            long overdrawnBy)
            implements OfWithdrawal {}

    /** A second attempt of one payout was paid as well: booked in suspense, for operators. */
    record DoublePayoutDetected(
            WithdrawalId withdrawalId,
            int sequence,
            Totals totals,
            Currency currency,
            PayoutId payoutId,
            int settledAttempt,
            int doubledAttempt,
            long amount)
            implements OfWithdrawal {}

    /**
     * A fact contradicts what is booked; it waits for operators.
     *
     * @param sequence 0, with null totals and currency, where the ledger does not know the
     *     withdrawal
     */
    record FactQuarantined(
            WithdrawalId withdrawalId,
            int sequence,
            @Nullable Totals totals,
            @Nullable Currency currency,
            PayoutId payoutId,
            int attempt,
            String quarantineId,
            String reason)
            implements LedgerEvent {

        @Override
        public String subject() {
            return withdrawalId.toString();
        }

        @Override
        public int partition(int partitions) {
            return withdrawalId.slot().partition(partitions);
        }
    }

    /** Of one wallet, outside any withdrawal. */
    sealed interface OfWallet extends LedgerEvent {

        String merchantId();

        String externalUserId();

        Currency currency();

        default WalletKey wallet() {
            return new WalletKey(merchantId(), externalUserId(), currency());
        }

        @Override
        default String subject() {
            return wallet().accountId().toString();
        }

        @Override
        default int partition(int partitions) {
            return wallet().slot().partition(partitions);
        }
    }

    record WalletCredited(
            String merchantId,
            String externalUserId,
            Currency currency,
            UUID transferId,
            long amount,
            long available,
            String reference)
            implements OfWallet {}

    record WalletDebited(
            String merchantId,
            String externalUserId,
            Currency currency,
            UUID transferId,
            long amount,
            long available,
            String reference)
            implements OfWallet {}

    /** {@code reference_reused}, {@code insufficient_funds}, {@code amount_overflow}. */
    record TransferRefused(
            String merchantId,
            String externalUserId,
            Currency currency,
            long amount,
            String reference,
            String reason)
            implements OfWallet {}

    /**
     * A committed batch of entries, sealed into the partition's hash chain.
     *
     * @param seal the position in the chain, from 1
     * @param hash hex SHA-256 over the previous hash and the batch's entries
     */
    record LedgerSealed(int ledgerPartition, int seal, String hash, int entries, Instant sealedAt)
            implements LedgerEvent {

        @Override
        public String subject() {
            return Integer.toString(ledgerPartition);
        }

        @Override
        public int partition(int partitions) {
            return ledgerPartition % partitions;
        }
    }
}
