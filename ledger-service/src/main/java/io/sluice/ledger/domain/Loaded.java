package io.sluice.ledger.domain;

import io.sluice.contracts.EventId;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.WithdrawalId;

import java.util.Map;
import java.util.Set;

/** All that a batch touches, as it is under the partitions' locks. What is absent does not exist. */
public record Loaded(
        Map<Integer, ChainHead> heads,
        Map<AccountId, Balance> balances,
        Map<WithdrawalId, Withdrawal> withdrawals,
        Map<PayoutId, Payout> payouts,
        Map<AttemptKey, Attempt> attempts,
        Set<QuarantineId> quarantined,
        Map<EventId, Answered> answered,
        Map<Reference, WalletTransfer> walletTransfers) {}
