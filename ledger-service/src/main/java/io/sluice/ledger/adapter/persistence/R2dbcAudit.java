package io.sluice.ledger.adapter.persistence;

import io.r2dbc.spi.Readable;
import io.sluice.contracts.Money;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.WithdrawalId;
import io.sluice.ledger.application.LedgerAudit;
import io.sluice.ledger.domain.AccountId;
import io.sluice.ledger.domain.ChainAudit;
import io.sluice.ledger.domain.ChainHead;
import io.sluice.ledger.domain.EntryKind;
import io.sluice.ledger.domain.PostedTransfer;
import io.sluice.ledger.domain.Seal;
import io.sluice.ledger.domain.TransferId;

import reactor.core.publisher.Mono;

import java.util.Currency;
import java.util.List;
import java.util.UUID;

/** Verifies the books from what PostgreSQL holds, in portions that fit into memory. */
final class R2dbcAudit implements LedgerAudit {

    private static final int SEALS_AT_ONCE = 100;

    private static final String HEADS =
            """
            SELECT partition, position, seal, hash, sealed_at
            FROM ledger_partition
            ORDER BY partition
            """;

    private static final String SEALS =
            """
            SELECT partition, seal, first_position, last_position, hash, sealed_at
            FROM seal
            WHERE partition = $1 AND seal > $2 AND seal <= $3
            ORDER BY seal
            LIMIT $4
            """;

    private static final String TRANSFERS =
            """
            SELECT partition, position, transfer_id, kind, debit_account, credit_account, amount,
                   currency, debit_balance, credit_balance, withdrawal_id, payout_id, linked_to,
                   event_at, booked_at
            FROM transfer
            WHERE partition = $1 AND position BETWEEN $2 AND $3
            ORDER BY position
            """;

    /** One statement sees one moment: what the accounts hold and what the entries come to. */
    private static final String BALANCES =
            """
            SELECT coalesce(a.account_id, e.account_id) AS account_id,
                   coalesce(a.balance, 0)::text AS balance, coalesce(e.total, 0)::text AS total
            FROM account a
            FULL JOIN (SELECT account_id,
                              sum(CASE direction WHEN 'CREDIT' THEN amount ELSE -amount END) AS total
                       FROM entry
                       GROUP BY account_id) e ON e.account_id = a.account_id
            WHERE coalesce(a.balance, 0) <> coalesce(e.total, 0)
            ORDER BY 1
            LIMIT 1
            """;

    private static final String DIFFERENCES =
            """
            SELECT currency, sum(balance::numeric)::text AS difference
            FROM account
            GROUP BY currency
            HAVING sum(balance::numeric) <> 0
            ORDER BY currency
            LIMIT 1
            """;

    private final Reads reads;

    R2dbcAudit(Reads reads) {
        this.reads = reads;
    }

    @Override
    public Mono<Integrity> verify() {
        return reads.many(HEADS, BookRows::head)
                .collectList()
                .flatMapIterable(heads -> heads)
                .concatMap(this::chain)
                .next()
                .switchIfEmpty(Mono.defer(this::balances))
                .switchIfEmpty(Mono.defer(this::differences))
                .map(Integrity::of)
                .defaultIfEmpty(Integrity.of(null));
    }

    /** The first break of a partition's chain up to its head; empty where there is none. */
    private Mono<String> chain(ChainHead head) {
        ChainAudit audit = new ChainAudit(head.partition());
        return Mono.defer(() -> portion(audit, head))
                .repeat(() -> audit.lastSeal() < head.seal())
                .filter(found -> !found.isEmpty())
                .next()
                .switchIfEmpty(Mono.defer(() -> Mono.justOrEmpty(audit.end(head))));
    }

    /** An empty text where the portion holds. */
    private Mono<String> portion(ChainAudit audit, ChainHead head) {
        return reads.many(
                        SEALS,
                        BookRows::sealRow,
                        head.partition(),
                        audit.lastSeal(),
                        head.seal(),
                        SEALS_AT_ONCE)
                .collectList()
                .flatMap(seals -> follow(audit, head, seals));
    }

    private Mono<String> follow(ChainAudit audit, ChainHead head, List<Seal> seals) {
        if (seals.isEmpty()) {
            return Mono.just(
                    head.seal() == audit.lastSeal()
                            ? ""
                            : "partition "
                                    + head.partition()
                                    + ": seal "
                                    + (audit.lastSeal() + 1)
                                    + " is missing");
        }
        return reads.many(
                        TRANSFERS,
                        R2dbcAudit::transfer,
                        head.partition(),
                        seals.getFirst().firstPosition(),
                        seals.getLast().lastPosition())
                .collectList()
                .map(
                        transfers -> {
                            String found = audit.follow(seals, transfers);
                            return found == null ? "" : found;
                        });
    }

    private static PostedTransfer transfer(Readable row) {
        UUID withdrawal = row.get("withdrawal_id", UUID.class);
        UUID payout = row.get("payout_id", UUID.class);
        UUID linkedTo = row.get("linked_to", UUID.class);
        return new PostedTransfer(
                Sql.get(row, "partition", Integer.class),
                Sql.get(row, "position", Long.class),
                new TransferId(Sql.get(row, "transfer_id", UUID.class)),
                EntryKind.valueOf(Sql.get(row, "kind", String.class)),
                new AccountId(Sql.get(row, "debit_account", UUID.class)),
                new AccountId(Sql.get(row, "credit_account", UUID.class)),
                new Money(
                        Sql.get(row, "amount", Long.class),
                        Currency.getInstance(Sql.get(row, "currency", String.class))),
                Sql.get(row, "debit_balance", Long.class),
                Sql.get(row, "credit_balance", Long.class),
                withdrawal == null ? null : new WithdrawalId(withdrawal),
                payout == null ? null : new PayoutId(payout),
                linkedTo == null ? null : new TransferId(linkedTo),
                Sql.time(row, "event_at"),
                Sql.time(row, "booked_at"));
    }

    private Mono<String> balances() {
        return reads.one(
                BALANCES,
                row ->
                        "account "
                                + Sql.get(row, "account_id", UUID.class)
                                + ": balance "
                                + Sql.get(row, "balance", String.class)
                                + ", entries "
                                + Sql.get(row, "total", String.class));
    }

    private Mono<String> differences() {
        return reads.one(
                DIFFERENCES,
                row ->
                        "currency "
                                + Sql.get(row, "currency", String.class)
                                + ": credits less debits "
                                + Sql.get(row, "difference", String.class));
    }
}
