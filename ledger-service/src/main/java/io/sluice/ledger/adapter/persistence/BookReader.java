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

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Loads what a batch touches, under the partitions' locks.
 *
 * <p>All that is known by ids is asked for in one message with the lock: the driver waits for the
 * answer to each message. Its statements are run one by one, and READ COMMITTED gives each its own
 * snapshot, so those behind the lock see all that the lock waited for. Such a message has no
 * parameters, hence nothing but ids and numbers may be put into it.
 */
final class BookReader {

    private static final String ACCOUNTS =
            "SELECT account_id, balance, overdraft FROM account WHERE account_id = ANY($1)";

    /**
     * Every statement of a batch finds its rows by key. The planner is told so, since what it knows
     * may be from a time when the tables were empty: a plan that reads a whole table stays in use
     * while the table grows.
     */
    private static final List<String> BY_KEY =
            List.of(
                    "SET LOCAL enable_seqscan = off",
                    "SET LOCAL enable_hashjoin = off",
                    "SET LOCAL enable_mergejoin = off");

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
            FROM unnest($1, $2) AS asked (withdrawal_id, event_id)
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

    /** What the first message found. */
    private static final class Found {
        final Map<Integer, ChainHead> heads = new HashMap<>();
        final Map<WithdrawalId, Withdrawal> withdrawals = new HashMap<>();
        final Map<PayoutId, Payout> payouts = new HashMap<>();
        final Map<AttemptKey, Attempt> attempts = new HashMap<>();
        final Set<QuarantineId> quarantined = new HashSet<>();
        final Map<EventId, Answered> answered = new HashMap<>();
    }

    private final StoredOutcomes outcomes;

    BookReader(StoredOutcomes outcomes) {
        this.outcomes = outcomes;
    }

    /** Loads within the transaction that is about to begin. */
    Mono<Loaded> load(Connection connection, Reach reach) {
        return Mono.defer(
                () -> {
                    Found found = new Found();
                    return Sql.script(connection, script(reach, found))
                            .then(Mono.defer(() -> balances(connection, reach, found.withdrawals)))
                            .zipWhen(
                                    _ -> walletTransfers(connection, reach),
                                    (balances, transfers) -> loaded(found, balances, transfers));
                });
    }

    private static Loaded loaded(
            Found found,
            Map<AccountId, Balance> balances,
            Map<Reference, WalletTransfer> walletTransfers) {
        return new Loaded(
                found.heads,
                balances,
                found.withdrawals,
                found.payouts,
                found.attempts,
                found.quarantined,
                found.answered,
                walletTransfers);
    }

    private List<Sql.Step> script(Reach reach, Found found) {
        List<Sql.Step> steps = new ArrayList<>();
        BY_KEY.forEach(setting -> steps.add(new Sql.Step(setting, _ -> {})));
        steps.add(lock(reach, found));
        if (!reach.withdrawals().isEmpty()) {
            steps.addAll(ofWithdrawals(reach, found));
        }
        if (!reach.payouts().isEmpty()) {
            steps.add(
                    Sql.Step.of(
                            PAYOUTS,
                            row -> put(found.payouts, BookRows.payout(row), Payout::id),
                            ids(reach.payouts(), PayoutId::value)));
        }
        if (!reach.facts().isEmpty()) {
            steps.addAll(ofFacts(reach, found));
        }
        return steps;
    }

    /** In the partitions' order, so that two batches never wait for each other in a circle. */
    private static Sql.Step lock(Reach reach, Found found) {
        String lock =
                """
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
        return new Sql.Step(
                lock, row -> put(found.heads, BookRows.head(row), ChainHead::partition));
    }

    private List<Sql.Step> ofWithdrawals(Reach reach, Found found) {
        return List.of(
                Sql.Step.of(
                        WITHDRAWALS,
                        row ->
                                put(
                                        found.withdrawals,
                                        BookRows.withdrawal(row),
                                        withdrawal -> withdrawal.terms().id()),
                        ids(reach.withdrawals(), WithdrawalId::value)),
                Sql.Step.of(
                        ANSWERED,
                        row -> put(found.answered, answer(row), Answered::cause),
                        ids(reach.withdrawalRecords(), asked -> asked.withdrawalId().value()),
                        ids(reach.withdrawalRecords(), asked -> asked.eventId().value())));
    }

    private static List<Sql.Step> ofFacts(Reach reach, Found found) {
        return List.of(
                Sql.Step.of(
                        ATTEMPTS,
                        row -> put(found.attempts, BookRows.attempt(row), Attempt::key),
                        ids(reach.payouts(), PayoutId::value)),
                Sql.Step.of(
                        QUARANTINED,
                        row ->
                                found.quarantined.add(
                                        new QuarantineId(
                                                Sql.get(row, "quarantine_id", UUID.class))),
                        ids(reach.facts(), WithdrawalId::value)));
    }

    private static <T> UUID[] ids(Collection<T> things, Function<T, UUID> id) {
        return things.stream().map(id).toArray(UUID[]::new);
    }

    private static <K, V> void put(Map<K, V> found, V value, Function<V, K> key) {
        found.put(key.apply(value), value);
    }

    private Answered answer(Readable row) {
        return new Answered(
                new WithdrawalId(Sql.get(row, "withdrawal_id", UUID.class)),
                new EventId(Sql.get(row, "event_id", UUID.class)),
                outcomes.read(Sql.get(row, "outcomes", String.class)),
                BookRows.seal(row));
    }

    private static Mono<Map<AccountId, Balance>> balances(
            Connection connection, Reach reach, Map<WithdrawalId, Withdrawal> withdrawals) {
        UUID[] ids =
                reach.accounts(withdrawals.values()).stream()
                        .map(Account::id)
                        .map(AccountId::value)
                        .toArray(UUID[]::new);
        if (ids.length == 0) {
            return Mono.just(Map.of());
        }
        return Sql.query(connection, ACCOUNTS, BookRows::balance, (Object) ids)
                .map(
                        rows ->
                                rows.stream()
                                        .collect(
                                                Collectors.toMap(
                                                        Map.Entry::getKey, Map.Entry::getValue)));
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
                .map(
                        rows ->
                                rows.stream()
                                        .collect(
                                                Collectors.toMap(
                                                        WalletTransfer::reference,
                                                        Function.identity())));
    }
}
