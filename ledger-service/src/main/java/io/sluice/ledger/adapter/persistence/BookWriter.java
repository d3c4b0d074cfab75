package io.sluice.ledger.adapter.persistence;

import io.r2dbc.spi.Connection;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Topics;
import io.sluice.contracts.WithdrawalId;
import io.sluice.ledger.domain.Answered;
import io.sluice.ledger.domain.Decision;
import io.sluice.ledger.domain.PostedTransfer;
import io.sluice.ledger.domain.Quarantined;
import io.sluice.ledger.domain.Resolution;
import io.sluice.ledger.domain.Seal;
import io.sluice.ledger.domain.TransferId;
import io.sluice.ledger.domain.WalletTransfer;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Writes a decision: a handful of statements, whatever the size of the batch. */
final class BookWriter {

    private static final String INSERT_TRANSFERS =
            """
            INSERT INTO transfer (partition, position, transfer_id, kind, debit_account,
                                  credit_account, amount, currency, debit_balance, credit_balance,
                                  withdrawal_id, payout_id, linked_to, event_at, booked_at)
            SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::uuid[], $4::text[], $5::uuid[],
                                 $6::uuid[], $7::bigint[], $8::text[], $9::bigint[], $10::bigint[],
                                 $11::uuid[], $12::uuid[], $13::uuid[], $14::timestamptz[],
                                 $15::timestamptz[])
            """;

    private static final String INSERT_SEALS =
            """
            WITH sealed AS (
              INSERT INTO seal (partition, seal, first_position, last_position, hash, sealed_at)
              SELECT * FROM unnest($1::smallint[], $2::integer[], $3::bigint[], $4::bigint[],
                                   $5::text[], $6::timestamptz[])
              RETURNING partition, seal, last_position, hash, sealed_at)
            UPDATE ledger_partition p
            SET position = sealed.last_position, seal = sealed.seal, hash = sealed.hash,
                sealed_at = sealed.sealed_at
            FROM sealed
            WHERE p.partition = sealed.partition
            """;

    private static final String INSERT_WALLET_TRANSFERS =
            """
            INSERT INTO wallet_transfer (merchant_id, reference, kind, external_user_id, currency,
                                         amount, transfer_id, available, refusal, partition, seal,
                                         decided_at)
            SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[],
                                 $6::bigint[], $7::uuid[], $8::bigint[], $9::text[],
                                 $10::smallint[], $11::integer[], $12::timestamptz[])
            """;

    private static final String INSERT_ANSWERS =
            """
            INSERT INTO answered_record (withdrawal_id, event_id, outcomes, partition, seal,
                                         answered_at)
            SELECT *, now() FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::smallint[],
                                        $5::integer[])
            """;

    private static final String INSERT_QUARANTINE =
            """
            INSERT INTO quarantine (quarantine_id, withdrawal_id, payout_id, attempt, reason, fact,
                                    received_at)
            SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::integer[], $5::text[],
                                 $6::jsonb[], $7::timestamptz[])
            """;

    private static final String RESOLVE =
            """
            UPDATE quarantine
            SET resolved_at = $2, approved_by = $3, resolution = $4
            WHERE quarantine_id = $1 AND resolved_at IS NULL
            """;

    private final StoredOutcomes outcomes;
    private final StateWriter states = new StateWriter();

    BookWriter(StoredOutcomes outcomes) {
        this.outcomes = outcomes;
    }

    Mono<Void> write(Connection connection, Decision decision) {
        return Flux.concat(
                        transfers(connection, decision.transfers()),
                        states.write(connection, decision),
                        walletTransfers(connection, decision.walletTransfers()),
                        answers(connection, decision.answered()),
                        quarantined(connection, decision.quarantined()),
                        resolved(connection, decision.resolutions()),
                        seals(connection, decision.seals()))
                .then();
    }

    private static Mono<Long> transfers(Connection connection, List<PostedTransfer> transfers) {
        Columns<PostedTransfer> rows = Columns.of(transfers);
        return unlessEmpty(
                transfers,
                () ->
                        Sql.update(
                                connection,
                                INSERT_TRANSFERS,
                                rows.integers(PostedTransfer::partition),
                                rows.longs(PostedTransfer::position),
                                rows.uuids(row -> row.id().value()),
                                rows.texts(row -> row.kind().name()),
                                rows.uuids(row -> row.debit().value()),
                                rows.uuids(row -> row.credit().value()),
                                rows.longs(row -> row.amount().minorUnits()),
                                rows.texts(row -> row.amount().currency().getCurrencyCode()),
                                rows.longs(PostedTransfer::debitBalance),
                                rows.longs(PostedTransfer::creditBalance),
                                rows.uuids(row -> value(row.withdrawalId(), WithdrawalId::value)),
                                rows.uuids(row -> value(row.payoutId(), PayoutId::value)),
                                rows.uuids(row -> value(row.linkedTo(), TransferId::value)),
                                rows.times(PostedTransfer::eventAt),
                                rows.times(PostedTransfer::bookedAt)));
    }

    private static Mono<Long> walletTransfers(
            Connection connection, List<WalletTransfer> transfers) {
        Columns<WalletTransfer> rows = Columns.of(transfers);
        return unlessEmpty(
                transfers,
                () ->
                        Sql.update(
                                connection,
                                INSERT_WALLET_TRANSFERS,
                                rows.texts(row -> row.reference().merchantId()),
                                rows.texts(row -> row.reference().text()),
                                rows.texts(row -> row.kind().name()),
                                rows.texts(row -> row.wallet().externalUserId()),
                                rows.texts(row -> row.wallet().currency().getCurrencyCode()),
                                rows.longs(row -> row.amount().minorUnits()),
                                rows.uuids(row -> row.transferId().value()),
                                rows.longs(WalletTransfer::available),
                                rows.texts(WalletTransfer::refusal),
                                rows.integers(
                                        row -> row.wallet().slot().partition(Topics.PARTITIONS)),
                                rows.integersOrNull(row -> value(row.seal(), Seal::number)),
                                rows.times(WalletTransfer::decidedAt)));
    }

    private Mono<Long> answers(Connection connection, List<Answered> answers) {
        Columns<Answered> rows = Columns.of(answers);
        return unlessEmpty(
                answers,
                () ->
                        Sql.update(
                                connection,
                                INSERT_ANSWERS,
                                rows.uuids(row -> row.withdrawalId().value()),
                                rows.uuids(row -> row.cause().value()),
                                rows.texts(row -> outcomes.write(row.outcomes())),
                                rows.integers(
                                        row ->
                                                row.withdrawalId()
                                                        .slot()
                                                        .partition(Topics.PARTITIONS)),
                                rows.integersOrNull(row -> value(row.seal(), Seal::number))));
    }

    private Mono<Long> quarantined(Connection connection, List<Quarantined> quarantined) {
        Columns<Quarantined> rows = Columns.of(quarantined);
        return unlessEmpty(
                quarantined,
                () ->
                        Sql.update(
                                connection,
                                INSERT_QUARANTINE,
                                rows.uuids(row -> row.id().value()),
                                rows.uuids(row -> row.fact().withdrawalId().value()),
                                rows.uuids(row -> row.fact().payoutId().value()),
                                rows.integers(row -> row.fact().attempt()),
                                rows.texts(row -> row.reason().code()),
                                rows.texts(row -> outcomes.fact(row.fact())),
                                rows.times(Quarantined::receivedAt)));
    }

    private static Mono<Long> resolved(Connection connection, List<Resolution> resolutions) {
        return Flux.fromIterable(resolutions)
                .concatMap(
                        resolution ->
                                Sql.update(
                                        connection,
                                        RESOLVE,
                                        resolution.id().value(),
                                        resolution.resolvedAt(),
                                        resolution.approvedBy().toArray(String[]::new),
                                        resolution.text()))
                .reduce(0L, Long::sum);
    }

    private static Mono<Long> seals(Connection connection, List<Seal> seals) {
        Columns<Seal> rows = Columns.of(seals);
        return unlessEmpty(
                seals,
                () ->
                        Sql.update(
                                connection,
                                INSERT_SEALS,
                                rows.integers(Seal::partition),
                                rows.integers(Seal::number),
                                rows.longs(Seal::firstPosition),
                                rows.longs(Seal::lastPosition),
                                rows.texts(Seal::hash),
                                rows.times(Seal::sealedAt)));
    }

    private static <T> @Nullable UUID value(@Nullable T id, Function<T, UUID> value) {
        return id == null ? null : value.apply(id);
    }

    private static @Nullable Integer value(@Nullable Seal seal, Function<Seal, Integer> value) {
        return seal == null ? null : value.apply(seal);
    }

    static Mono<Long> unlessEmpty(Collection<?> rows, Supplier<Mono<Long>> statement) {
        return rows.isEmpty() ? Mono.empty() : Mono.defer(statement);
    }
}
