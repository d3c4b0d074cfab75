package io.sluice.ledger.application;

import io.sluice.contracts.WalletKey;
import io.sluice.contracts.WithdrawalId;
import io.sluice.ledger.domain.AccountId;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.math.BigInteger;
import java.time.Instant;
import java.util.UUID;

/** What operators ask of the books. Amounts in minor units. */
public interface LedgerQuestions {

    /**
     * Both accounts of a wallet; a wallet that was never credited holds nothing.
     *
     * @param at the moment; null: now
     */
    Mono<WalletBalances> wallet(WalletKey wallet, @Nullable Instant at);

    /** What is free to spend, and what is set aside for withdrawals. */
    record WalletBalances(AccountId accountId, long available, long reserved) {}

    /**
     * An account's entries, newest first.
     *
     * @param before the position to go on from, exclusive; null: from the newest
     */
    Flux<EntryRow> accountEntries(AccountId account, @Nullable Long before, int limit);

    /** All of an account's entries, newest first, as they are read. */
    Flux<EntryRow> allAccountEntries(AccountId account);

    /** All of a withdrawal's entries, in the order in which they were booked. */
    Flux<EntryRow> withdrawalEntries(WithdrawalId withdrawal);

    /**
     * One side of a transfer.
     *
     * @param direction {@code DEBIT} or {@code CREDIT}
     */
    record EntryRow(
            int partition,
            long position,
            String direction,
            UUID transferId,
            UUID accountId,
            String kind,
            long amount,
            String currency,
            long balanceAfter,
            @Nullable UUID withdrawalId,
            @Nullable UUID payoutId,
            @Nullable UUID linkedTo,
            Instant eventAt,
            Instant bookedAt) {}

    /** For each currency, the accounts' debit balances against their credit balances. */
    Flux<TrialBalance> trialBalance();

    /** The difference is zero, always. */
    record TrialBalance(String currency, BigInteger debits, BigInteger credits) {}

    /**
     * Quarantined facts, newest first.
     *
     * @param unresolvedOnly leave out what operators have closed
     */
    Flux<QuarantineRow> quarantine(boolean unresolvedOnly, int limit);

    /**
     * A fact that waits, or waited, for operators.
     *
     * @param fact JSON, as it was reported
     */
    record QuarantineRow(
            UUID id,
            UUID withdrawalId,
            UUID payoutId,
            int attempt,
            String reason,
            String fact,
            Instant receivedAt,
            @Nullable Instant resolvedAt) {}
}
