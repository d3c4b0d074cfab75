package io.sluice.ledger.adapter.persistence;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import io.sluice.contracts.EventId;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.WithdrawalId;
import io.sluice.ledger.domain.Account;
import io.sluice.ledger.domain.AccountId;
import io.sluice.ledger.domain.Answered;
import io.sluice.ledger.domain.Attempt;
import io.sluice.ledger.domain.AttemptKey;
import io.sluice.ledger.domain.Balance;
import io.sluice.ledger.domain.ChainHead;
import io.sluice.ledger.domain.Loaded;
import io.sluice.ledger.domain.Payout;
import io.sluice.ledger.domain.QuarantineId;
import io.sluice.ledger.domain.Reach;
import io.sluice.ledger.domain.Reference;
import io.sluice.ledger.domain.WalletTransfer;
import io.sluice.ledger.domain.Withdrawal;

import reactor.core.publisher.Mono;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Loads what a batch touches, under the partitions' locks. */
final class BookReader {

    private static final String ACCOUNTS =
            "SELECT account_id, balance, overdraft FROM account WHERE account_id = ANY($1)";

    private static final String WITHDRAWALS =
            """
            SELECT withdrawal_id, merchant_id, application_key, external_user_id, currency, model,
                   processing, start, expires_at, requested, settled, released, returned,
                   outstanding, authorized, state, sequence
            FROM withdrawal
            WHERE withdrawal_id = ANY($1)
            """;

    private static final String PAYOUTS =
            """
            SELECT payout_id, withdrawal_id, ordered, settled, returned, suspended,
                   suspense_returned, state, first_sent, last_attempt
            FROM payout
            WHERE payout_id = ANY($1)
            """;

    private static final String ATTEMPTS =
            """
            SELECT payout_id, attempt, provider, sent, settled, returned, fee, sent_at,
                   returned_at, settled_by
            FROM attempt
            WHERE payout_id = ANY($1)
            """;

    private static final String QUARANTINED =
            "SELECT quarantine_id FROM quarantine WHERE withdrawal_id = ANY($1)";

    private static final String ANSWERED =
            """
            SELECT a.withdrawal_id, a.event_id, a.outcomes, s.partition, s.seal, s.first_position,
                   s.last_position, s.hash, s.sealed_at
            FROM unnest($1::uuid[], $2::uuid[]) AS asked (withdrawal_id, event_id)
            JOIN answered_record a USING (withdrawal_id, event_id)
            LEFT JOIN seal s ON s.partition = a.partition AND s.seal = a.seal
            """;

    private static final String WALLET_TRANSFERS =
            """
            SELECT w.merchant_id, w.reference, w.kind, w.external_user_id, w.currency, w.amount,
                   w.transfer_id, w.available, w.refusal, w.decided_at, s.partition, s.seal,
                   s.first_position, s.last_position, s.hash, s.sealed_at
            FROM unnest($1::text[], $2::text[]) AS asked (merchant_id, reference)
            JOIN wallet_transfer w USING (merchant_id, reference)
            LEFT JOIN seal s ON s.partition = w.partition AND s.seal = w.seal
            """;

    private final StoredOutcomes outcomes;

    BookReader(StoredOutcomes outcomes) {
        this.outcomes = outcomes;
    }

    /** Loads within the transaction that is about to begin. */
    Mono<Loaded> load(Connection connection, Reach reach) {
        return lock(connection, reach)
                .flatMap(heads -> Mono.zip(Mono.just(heads), withdrawals(connection, reach)))
                .flatMap(known -> details(connection, reach, known.getT1(), known.getT2()));
    }

    private Mono<Loaded> details(
            Connection connection,
            Reach reach,
            Map<Integer, ChainHead> heads,
            Map<WithdrawalId, Withdrawal> withdrawals) {
        return Mono.zip(
                        balances(connection, reach, withdrawals),
                        payouts(connection, reach),
                        attempts(connection, reach),
                        quarantined(connection, reach),
                        answered(connection, reach),
                        walletTransfers(connection, reach))
                .map(
                        rest ->
                                new Loaded(
                                        heads,
                                        rest.getT1(),
                                        withdrawals,
                                        rest.getT2(),
                                        rest.getT3(),
                                        new HashSet<>(rest.getT4()),
                                        rest.getT5(),
                                        rest.getT6()));
    }

    /**
     * In the partitions' order, so that two batches never wait for each other in a circle.
     *
     * <p>Every statement of a batch finds its rows by key. The planner is told so, since what it
     * knows may be from a time when the tables were empty: a plan that reads a whole table stays in
     * use while the table grows.
     */
    private static Mono<Map<Integer, ChainHead>> lock(Connection connection, Reach reach) {
        String lock =
                """
                SET LOCAL enable_seqscan = off;
                SET LOCAL enable_hashjoin = off;
                SET LOCAL enable_mergejoin = off;
                SELECT partition, position, seal, hash, sealed_at
                FROM ledger_partition
                WHERE partition IN (%s)
                ORDER BY partition
                FOR UPDATE
                """
                        .formatted(
                                reach.partitions().stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(", ")));
        return Sql.query(connection, lock, BookRows::head)
                .map(heads -> index(heads, ChainHead::partition));
    }

    private static Mono<Map<AccountId, Balance>> balances(
            Connection connection, Reach reach, Map<WithdrawalId, Withdrawal> withdrawals) {
        UUID[] ids =
                reach.accounts(withdrawals.values()).stream()
                        .map(Account::id)
                        .map(AccountId::value)
                        .toArray(UUID[]::new);
        return ids(connection, ACCOUNTS, ids, BookRows::balance)
                .map(
                        rows ->
                                rows.stream()
                                        .collect(
                                                Collectors.toMap(
                                                        Map.Entry::getKey, Map.Entry::getValue)));
    }

    private static Mono<Map<WithdrawalId, Withdrawal>> withdrawals(
            Connection connection, Reach reach) {
        UUID[] ids = reach.withdrawals().stream().map(WithdrawalId::value).toArray(UUID[]::new);
        return ids(connection, WITHDRAWALS, ids, BookRows::withdrawal)
                .map(rows -> index(rows, withdrawal -> withdrawal.terms().id()));
    }

    private static Mono<Map<PayoutId, Payout>> payouts(Connection connection, Reach reach) {
        return ids(connection, PAYOUTS, payoutIds(reach), BookRows::payout)
                .map(rows -> index(rows, Payout::id));
    }

    private static UUID[] payoutIds(Reach reach) {
        return reach.payouts().stream().map(PayoutId::value).toArray(UUID[]::new);
    }

    private static Mono<Map<AttemptKey, Attempt>> attempts(Connection connection, Reach reach) {
        UUID[] ids = reach.facts().isEmpty() ? new UUID[0] : payoutIds(reach);
        return ids(connection, ATTEMPTS, ids, BookRows::attempt)
                .map(rows -> index(rows, Attempt::key));
    }

    private static Mono<List<QuarantineId>> quarantined(Connection connection, Reach reach) {
        UUID[] ids = reach.facts().stream().map(WithdrawalId::value).toArray(UUID[]::new);
        return ids(
                connection,
                QUARANTINED,
                ids,
                row -> new QuarantineId(Sql.get(row, "quarantine_id", UUID.class)));
    }

    private Mono<Map<EventId, Answered>> answered(Connection connection, Reach reach) {
        if (reach.withdrawalRecords().isEmpty()) {
            return Mono.just(Map.of());
        }
        UUID[] withdrawals =
                reach.withdrawalRecords().stream()
                        .map(asked -> asked.withdrawalId().value())
                        .toArray(UUID[]::new);
        UUID[] events =
                reach.withdrawalRecords().stream()
                        .map(asked -> asked.eventId().value())
                        .toArray(UUID[]::new);
        return Sql.query(connection, ANSWERED, this::answer, withdrawals, events)
                .map(rows -> index(rows, Answered::cause));
    }

    private Answered answer(Readable row) {
        return new Answered(
                new WithdrawalId(Sql.get(row, "withdrawal_id", UUID.class)),
                new EventId(Sql.get(row, "event_id", UUID.class)),
                outcomes.read(Sql.get(row, "outcomes", String.class)),
                BookRows.seal(row));
    }

    private static Mono<Map<Reference, WalletTransfer>> walletTransfers(
            Connection connection, Reach reach) {
        if (reach.references().isEmpty()) {
            return Mono.just(Map.of());
        }
        Columns<Reference> references = Columns.of(reach.references());
        return Sql.query(
                        connection,
                        WALLET_TRANSFERS,
                        BookRows::walletTransfer,
                        references.texts(Reference::merchantId),
                        references.texts(Reference::text))
                .map(rows -> index(rows, WalletTransfer::reference));
    }

    private static <T> Mono<List<T>> ids(
            Connection connection, String sql, UUID[] ids, Function<Readable, T> row) {
        return ids.length == 0
                ? Mono.just(List.of())
                : Sql.query(connection, sql, row, (Object) ids);
    }

    private static <K, V> Map<K, V> index(List<V> values, Function<V, K> key) {
        return values.stream().collect(Collectors.toMap(key, Function.identity()));
    }
}
