package io.sluice.ledger.domain;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.LedgerEvent;

import java.util.List;

/**
 * What a batch comes to: all rows to write, in one commit, and what to publish after it.
 *
 * @param outcomes of all records in their order, those of redelivered ones as first decided
 */
public record Decision(
        List<PostedTransfer> transfers,
        List<Seal> seals,
        List<Changed<AccountBalance>> accounts,
        List<Changed<Withdrawal>> withdrawals,
        List<Changed<Payout>> payouts,
        List<Changed<Attempt>> attempts,
        List<Quarantined> quarantined,
        List<Resolution> resolutions,
        List<Answered> answered,
        List<WalletTransfer> walletTransfers,
        List<Envelope<? extends LedgerEvent>> outcomes) {

    /** Nothing to write: every record was seen before. */
    public boolean isEmpty() {
        return transfers.isEmpty()
                && withdrawals.isEmpty()
                && payouts.isEmpty()
                && attempts.isEmpty()
                && quarantined.isEmpty()
                && resolutions.isEmpty()
                && answered.isEmpty()
                && walletTransfers.isEmpty();
    }
}
