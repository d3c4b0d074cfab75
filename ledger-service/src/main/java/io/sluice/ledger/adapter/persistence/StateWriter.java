package io.sluice.ledger.adapter.persistence;

import io.r2dbc.spi.Connection;
import io.sluice.ledger.domain.AccountBalance;
import io.sluice.ledger.domain.Attempt;
import io.sluice.ledger.domain.Changed;
import io.sluice.ledger.domain.Decision;
import io.sluice.ledger.domain.Payout;
import io.sluice.ledger.domain.Withdrawal;

import reactor.core.publisher.Flux;

import java.util.List;
import java.util.function.Supplier;

/** Writes what has a state: each distinct row once, new rows and known ones apart. */
final class StateWriter {

    private static final String INSERT_ACCOUNTS =
            """
            INSERT INTO account (account_id, kind, currency, partition, merchant_id,
                                 external_user_id, provider, balance, overdraft)
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::smallint[], $5::text[],
                                 $6::text[], $7::text[], $8::bigint[], $9::bigint[])
            """;

    private static final String UPDATE_ACCOUNTS =
            """
            UPDATE account a SET balance = c.balance, overdraft = c.overdraft
            FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS c (account_id, balance, overdraft)
            WHERE a.account_id = c.account_id
            """;

    private static final String INSERT_WITHDRAWALS =
            """
            INSERT INTO withdrawal (withdrawal_id, merchant_id, application_key, external_user_id,
                                    currency, model, processing, start, expires_at, requested,
                                    settled, released, returned, outstanding, authorized, state,
                                    sequence)
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[],
                                 $6::text[], $7::text[], $8::text[], $9::timestamptz[],
                                 $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[],
                                 $14::bigint[], $15::bigint[], $16::text[], $17::integer[])
            """;

    private static final String UPDATE_WITHDRAWALS =
            """
            UPDATE withdrawal w
            SET settled = c.settled, released = c.released, returned = c.returned,
                outstanding = c.outstanding, authorized = c.authorized, state = c.state,
                sequence = c.sequence
            FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[],
                        $6::bigint[], $7::text[], $8::integer[])
              AS c (withdrawal_id, settled, released, returned, outstanding, authorized, state,
                    sequence)
            WHERE w.withdrawal_id = c.withdrawal_id
            """;

    private static final String INSERT_PAYOUTS =
            """
            INSERT INTO payout (payout_id, withdrawal_id, ordered, settled, returned, suspended,
                                suspense_returned, state, first_sent, last_attempt)
            SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[],
                                 $6::bigint[], $7::bigint[], $8::text[], $9::integer[],
                                 $10::integer[])
            """;

    private static final String UPDATE_PAYOUTS =
            """
            UPDATE payout p
            SET settled = c.settled, returned = c.returned, suspended = c.suspended,
                suspense_returned = c.suspense_returned, state = c.state,
                first_sent = c.first_sent, last_attempt = c.last_attempt
            FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[],
                        $6::text[], $7::integer[], $8::integer[])
              AS c (payout_id, settled, returned, suspended, suspense_returned, state, first_sent,
                    last_attempt)
            WHERE p.payout_id = c.payout_id
            """;

    private static final String INSERT_ATTEMPTS =
            """
            INSERT INTO attempt (payout_id, attempt, provider, sent, settled, returned, fee,
                                 sent_at, returned_at, settled_by)
            SELECT * FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::bigint[], $5::bigint[],
                                 $6::bigint[], $7::bigint[], $8::timestamptz[],
                                 $9::timestamptz[], $10::uuid[])
            """;

    private static final String UPDATE_ATTEMPTS =
            """
            UPDATE attempt a
            SET sent = c.sent, settled = c.settled, returned = c.returned, fee = c.fee,
                sent_at = c.sent_at, returned_at = c.returned_at, settled_by = c.settled_by
            FROM unnest($1::uuid[], $2::integer[], $3::bigint[], $4::bigint[], $5::bigint[],
                        $6::bigint[], $7::timestamptz[], $8::timestamptz[], $9::uuid[])
              AS c (payout_id, attempt, sent, settled, returned, fee, sent_at, returned_at,
                    settled_by)
            WHERE a.payout_id = c.payout_id AND a.attempt = c.attempt
            """;

    Flux<Long> write(Connection connection, Decision decision) {
        return Flux.concat(
                insertAccounts(connection, rows(decision.accounts(), true)),
                updateAccounts(connection, rows(decision.accounts(), false)),
                insertWithdrawals(connection, rows(decision.withdrawals(), true)),
                updateWithdrawals(connection, rows(decision.withdrawals(), false)),
                insertPayouts(connection, rows(decision.payouts(), true)),
                updatePayouts(connection, rows(decision.payouts(), false)),
                insertAttempts(connection, rows(decision.attempts(), true)),
                updateAttempts(connection, rows(decision.attempts(), false)));
    }

    private static <T> Columns<T> rows(List<Changed<T>> changes, boolean isNew) {
        return Columns.of(
                changes.stream()
                        .filter(change -> change.isNew() == isNew)
                        .map(Changed::value)
                        .toList());
    }

    private static Flux<Long> insertAccounts(Connection connection, Columns<AccountBalance> rows) {
        return written(
                rows,
                connection,
                INSERT_ACCOUNTS,
                () ->
                        new Object[] {
                            rows.uuids(row -> row.account().id().value()),
                            rows.texts(row -> row.account().kind().name()),
                            rows.texts(row -> row.account().currency().getCurrencyCode()),
                            rows.integers(row -> row.account().partition()),
                            rows.texts(
                                    row ->
                                            row.account().wallet() == null
                                                    ? null
                                                    : row.account().wallet().merchantId()),
                            rows.texts(
                                    row ->
                                            row.account().wallet() == null
                                                    ? null
                                                    : row.account().wallet().externalUserId()),
                            rows.texts(row -> row.account().provider()),
                            rows.longs(row -> row.balance().amount()),
                            rows.longs(row -> row.balance().overdraft())
                        });
    }

    private static Flux<Long> updateAccounts(Connection connection, Columns<AccountBalance> rows) {
        return written(
                rows,
                connection,
                UPDATE_ACCOUNTS,
                () ->
                        new Object[] {
                            rows.uuids(row -> row.account().id().value()),
                            rows.longs(row -> row.balance().amount()),
                            rows.longs(row -> row.balance().overdraft())
                        });
    }

    private static Flux<Long> insertWithdrawals(Connection connection, Columns<Withdrawal> rows) {
        return written(
                rows,
                connection,
                INSERT_WITHDRAWALS,
                () ->
                        new Object[] {
                            rows.uuids(row -> row.terms().id().value()),
                            rows.texts(row -> row.terms().wallet().merchantId()),
                            rows.texts(row -> row.terms().applicationKey()),
                            rows.texts(row -> row.terms().wallet().externalUserId()),
                            rows.texts(row -> row.terms().wallet().currency().getCurrencyCode()),
                            rows.texts(row -> row.terms().model().name()),
                            rows.texts(row -> row.terms().processing().name()),
                            rows.texts(row -> row.terms().start().name()),
                            rows.times(row -> row.terms().expiresAt()),
                            rows.longs(row -> row.totals().requested()),
                            rows.longs(row -> row.totals().settled()),
                            rows.longs(row -> row.totals().released()),
                            rows.longs(row -> row.totals().returned()),
                            rows.longs(row -> row.totals().outstanding()),
                            rows.longs(Withdrawal::authorized),
                            rows.texts(row -> row.state().name()),
                            rows.integers(Withdrawal::sequence)
                        });
    }

    private static Flux<Long> updateWithdrawals(Connection connection, Columns<Withdrawal> rows) {
        return written(
                rows,
                connection,
                UPDATE_WITHDRAWALS,
                () ->
                        new Object[] {
                            rows.uuids(row -> row.terms().id().value()),
                            rows.longs(row -> row.totals().settled()),
                            rows.longs(row -> row.totals().released()),
                            rows.longs(row -> row.totals().returned()),
                            rows.longs(row -> row.totals().outstanding()),
                            rows.longs(Withdrawal::authorized),
                            rows.texts(row -> row.state().name()),
                            rows.integers(Withdrawal::sequence)
                        });
    }

    private static Flux<Long> insertPayouts(Connection connection, Columns<Payout> rows) {
        return written(
                rows,
                connection,
                INSERT_PAYOUTS,
                () ->
                        new Object[] {
                            rows.uuids(row -> row.id().value()),
                            rows.uuids(row -> row.withdrawalId().value()),
                            rows.longs(Payout::ordered),
                            rows.longs(Payout::settled),
                            rows.longs(Payout::returned),
                            rows.longs(Payout::suspended),
                            rows.longs(Payout::suspenseReturned),
                            rows.texts(row -> row.state().name()),
                            rows.integers(Payout::firstSent),
                            rows.integers(Payout::lastAttempt)
                        });
    }

    private static Flux<Long> updatePayouts(Connection connection, Columns<Payout> rows) {
        return written(
                rows,
                connection,
                UPDATE_PAYOUTS,
                () ->
                        new Object[] {
                            rows.uuids(row -> row.id().value()),
                            rows.longs(Payout::settled),
                            rows.longs(Payout::returned),
                            rows.longs(Payout::suspended),
                            rows.longs(Payout::suspenseReturned),
                            rows.texts(row -> row.state().name()),
                            rows.integers(Payout::firstSent),
                            rows.integers(Payout::lastAttempt)
                        });
    }

    private static Flux<Long> insertAttempts(Connection connection, Columns<Attempt> rows) {
        return written(
                rows,
                connection,
                INSERT_ATTEMPTS,
                () ->
                        new Object[] {
                            rows.uuids(row -> row.key().payoutId().value()),
                            rows.integers(row -> row.key().number()),
                            rows.texts(Attempt::provider),
                            rows.longs(Attempt::sent),
                            rows.longs(Attempt::settled),
                            rows.longs(Attempt::returned),
                            rows.longs(Attempt::fee),
                            rows.times(Attempt::sentAt),
                            rows.times(Attempt::returnedAt),
                            rows.uuids(
                                    row -> row.settledBy() == null ? null : row.settledBy().value())
                        });
    }

    private static Flux<Long> updateAttempts(Connection connection, Columns<Attempt> rows) {
        return written(
                rows,
                connection,
                UPDATE_ATTEMPTS,
                () ->
                        new Object[] {
                            rows.uuids(row -> row.key().payoutId().value()),
                            rows.integers(row -> row.key().number()),
                            rows.longs(Attempt::sent),
                            rows.longs(Attempt::settled),
                            rows.longs(Attempt::returned),
                            rows.longs(Attempt::fee),
                            rows.times(Attempt::sentAt),
                            rows.times(Attempt::returnedAt),
                            rows.uuids(
                                    row -> row.settledBy() == null ? null : row.settledBy().value())
                        });
    }

    private static Flux<Long> written(
            Columns<?> rows, Connection connection, String sql, Supplier<Object[]> columns) {
        return rows.rows().isEmpty()
                ? Flux.empty()
                : Flux.defer(() -> Sql.update(connection, sql, columns.get()));
    }
}
