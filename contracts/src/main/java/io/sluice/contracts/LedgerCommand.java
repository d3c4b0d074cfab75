package io.sluice.contracts;

import java.time.Instant;
import java.util.Currency;
import java.util.List;

/** Money inputs from the ledger's own HTTP side and timers, in partition order with all others. */
public sealed interface LedgerCommand extends SluiceEvent {

    @Override
    default String topic() {
        return Topics.LEDGER_COMMANDS;
    }

    /** A credit or debit of a wallet from outside, idempotent by the merchant's reference. */
    sealed interface WalletCommand extends LedgerCommand {

        String merchantId();

        String externalUserId();

        Currency currency();

        /** In minor units, above zero. */
        long amount();

        String reference();

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

    record WalletCreditRequested(
            String merchantId,
            String externalUserId,
            Currency currency,
            long amount,
            String reference,
            String requestedBy)
            implements WalletCommand {}

    record WalletDebitRequested(
            String merchantId,
            String externalUserId,
            Currency currency,
            long amount,
            String reference,
            String requestedBy)
            implements WalletCommand {}

    /** The ledger's timer found a reserve past its time. */
    record ReserveExpiryDue(WithdrawalId withdrawalId, Instant dueAt) implements LedgerCommand {

        @Override
        public String subject() {
            return withdrawalId.toString();
        }

        @Override
        public int partition(int partitions) {
            return withdrawalId.slot().partition(partitions);
        }
    }

    /**
     * Two operators closed a quarantined fact.
     *
     * @param quarantineId the row in the ledger's quarantine
     */
    record QuarantineResolved(
            String quarantineId,
            WithdrawalId withdrawalId,
            List<String> approvedBy,
            String resolution)
            implements LedgerCommand {

        public QuarantineResolved {
            approvedBy = List.copyOf(approvedBy);
        }

        @Override
        public String subject() {
            return withdrawalId.toString();
        }

        @Override
        public int partition(int partitions) {
            return withdrawalId.slot().partition(partitions);
        }
    }
}
