package io.sluice.ledger.adapter.persistence;

import io.r2dbc.spi.Readable;
import io.sluice.contracts.WalletKey;
import io.sluice.contracts.WithdrawalId;
import io.sluice.ledger.application.LedgerQuestions;
import io.sluice.ledger.domain.Account;
import io.sluice.ledger.domain.AccountId;
import io.sluice.ledger.domain.ChartOfAccounts;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/** The operators' questions, in SQL. */
final class R2dbcQuestions implements LedgerQuestions {

    private static final String BALANCE = "SELECT balance FROM account WHERE account_id = $1";

    /** Transfers are booked when their batch is sealed: the last seal by then bounds the position. */
    private static final String BALANCE_AT =
            """
            SELECT balance_after AS balance
            FROM entry
            WHERE account_id = $1
              AND position <= (SELECT last_position FROM seal
                               WHERE partition = $2 AND sealed_at <= $3
                               ORDER BY sealed_at DESC, seal DESC LIMIT 1)
            ORDER BY position DESC
            LIMIT 1
            """;

    private static final String ENTRY_COLUMNS =
            """
            SELECT partition, position, direction, transfer_id, account_id, kind, amount, currency,
                   balance_after, withdrawal_id, payout_id, linked_to, event_at, booked_at
            FROM entry
            """;

    private static final String ACCOUNT_ENTRIES =
            ENTRY_COLUMNS
                    + """
                    WHERE account_id = $1 AND position < $2
                    ORDER BY position DESC
                    LIMIT $3
                    """;

    private static final String WITHDRAWAL_ENTRIES =
            ENTRY_COLUMNS
                    + """
                    WHERE withdrawal_id = $1
                    ORDER BY position, direction DESC
                    """;

    private static final String TRIAL_BALANCE =
            """
            SELECT currency,
                   coalesce(-sum(balance::numeric) FILTER (WHERE balance < 0), 0) AS debits,
                   coalesce(sum(balance::numeric) FILTER (WHERE balance > 0), 0) AS credits
            FROM account
            GROUP BY currency
            ORDER BY currency
            """;

    private static final String QUARANTINE =
            """
            SELECT quarantine_id, withdrawal_id, payout_id, attempt, reason, fact::text AS fact,
                   received_at, resolved_at
            FROM quarantine
            WHERE resolved_at IS NULL OR NOT $1
            ORDER BY received_at DESC, quarantine_id DESC
            LIMIT $2
            """;

    private final Reads reads;

    R2dbcQuestions(Reads reads) {
        this.reads = reads;
    }

    @Override
    public Mono<WalletBalances> wallet(WalletKey wallet, @Nullable Instant at) {
        ChartOfAccounts chart = new ChartOfAccounts();
        Account available = chart.wallet(wallet);
        return Mono.zip(balance(available, at), balance(chart.reserved(wallet), at))
                .map(both -> new WalletBalances(available.id(), both.getT1(), both.getT2()));
    }

    private Mono<Long> balance(Account account, @Nullable Instant at) {
        Mono<Long> found =
                at == null
                        ? reads.one(BALANCE, R2dbcQuestions::balance, account.id().value())
                        : reads.one(
                                BALANCE_AT,
                                R2dbcQuestions::balance,
                                account.id().value(),
                                account.partition(),
                                at);
        return found.defaultIfEmpty(0L);
    }

    private static Long balance(Readable row) {
        return Sql.get(row, "balance", Long.class);
    }

    @Override
    public Flux<EntryRow> accountEntries(AccountId account, @Nullable Long before, int limit) {
        return reads.many(
                ACCOUNT_ENTRIES,
                R2dbcQuestions::entry,
                account.value(),
                before == null ? Long.MAX_VALUE : before,
                limit);
    }

    @Override
    public Flux<EntryRow> allAccountEntries(AccountId account) {
        return accountEntries(account, null, Integer.MAX_VALUE);
    }

    @Override
    public Flux<EntryRow> withdrawalEntries(WithdrawalId withdrawal) {
        return reads.many(WITHDRAWAL_ENTRIES, R2dbcQuestions::entry, withdrawal.value());
    }

    private static EntryRow entry(Readable row) {
        return new EntryRow(
                Sql.get(row, "partition", Integer.class),
                Sql.get(row, "position", Long.class),
                Sql.get(row, "direction", String.class),
                Sql.get(row, "transfer_id", UUID.class),
                Sql.get(row, "account_id", UUID.class),
                Sql.get(row, "kind", String.class),
                Sql.get(row, "amount", Long.class),
                Sql.get(row, "currency", String.class),
                Sql.get(row, "balance_after", Long.class),
                row.get("withdrawal_id", UUID.class),
                row.get("payout_id", UUID.class),
                row.get("linked_to", UUID.class),
                Sql.time(row, "event_at"),
                Sql.time(row, "booked_at"));
    }

    @Override
    public Flux<TrialBalance> trialBalance() {
        return reads.many(
                TRIAL_BALANCE,
                row ->
                        new TrialBalance(
                                Sql.get(row, "currency", String.class),
                                Sql.get(row, "debits", BigDecimal.class).toBigIntegerExact(),
                                Sql.get(row, "credits", BigDecimal.class).toBigIntegerExact()));
    }

    @Override
    public Flux<QuarantineRow> quarantine(boolean unresolvedOnly, int limit) {
        return reads.many(
                QUARANTINE,
                row ->
                        new QuarantineRow(
                                Sql.get(row, "quarantine_id", UUID.class),
                                Sql.get(row, "withdrawal_id", UUID.class),
                                Sql.get(row, "payout_id", UUID.class),
                                Sql.get(row, "attempt", Integer.class),
                                Sql.get(row, "reason", String.class),
                                Sql.get(row, "fact", String.class),
                                Sql.time(row, "received_at"),
                                Sql.timeOrNull(row, "resolved_at")),
                unresolvedOnly,
                limit);
    }
}
