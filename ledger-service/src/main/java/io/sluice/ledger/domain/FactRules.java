package io.sluice.ledger.domain;

import io.sluice.contracts.PayoutStatusReported;

/** Facts about payouts: checks what a fact speaks of, then has it booked. */
final class FactRules {

    private FactRules() {}

    static void reported(Docket docket, PayoutStatusReported fact) {
        Withdrawal withdrawal = docket.books().withdrawal(fact.withdrawalId());
        if (withdrawal == null) {
            docket.quarantine(fact, QuarantineReason.UNKNOWN_PAYOUT);
            return;
        }
        docket.about(withdrawal);
        Payout payout = docket.books().payout(fact.payoutId());
        if (payout == null || !payout.withdrawalId().equals(fact.withdrawalId())) {
            docket.quarantine(fact, QuarantineReason.UNKNOWN_PAYOUT);
            return;
        }
        if (!fact.currency().equals(withdrawal.terms().wallet().currency())) {
            docket.quarantine(fact, QuarantineReason.CURRENCY_MISMATCH);
            return;
        }
        AttemptKey key = new AttemptKey(fact.payoutId(), fact.attempt());
        Attempt known = docket.books().attempt(key);
        Attempt attempt = known == null ? Attempt.heardOf(key, fact.provider()) : known;
        if (!attempt.provider().equals(fact.provider())) {
            docket.quarantine(fact, QuarantineReason.PROVIDER_MISMATCH);
            return;
        }
        new FactBooking(docket, fact, payout, attempt).book();
    }
}
