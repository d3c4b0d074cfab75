package io.sluice.ledger.adapter.persistence;

import io.r2dbc.spi.Connection;
import io.sluice.ledger.domain.AccountBalance;
import io.sluice.ledger.domain.Attempt;
import io.sluice.ledger.domain.Changed;
import io.sluice.ledger.domain.Decision;
import io.sluice.ledger.domain.Payout;
import io.sluice.ledger.domain.Seal;
import io.sluice.ledger.domain.Withdrawal;

import reactor.core.publisher.Mono;

import java.util.stream.Stream;

/**
 * Changes the rows of a decision that are known, each once, and seals it: one statement, whatever
 * the batch holds, so that it is parsed and planned once and waited for once.
 */
final class ChangedRows {

    private static final String WRITE =
            """
            WITH sealed AS (
              INSERT INTO seal (partition, seal, first_position, last_position, hash, sealed_at)
              SELECT * FROM unnest($1::smallint[], $2::integer[], $3::bigint[], $4::bigint[],
                                   $5::text[], $6::timestamptz[])
              RETURNING partition, seal, last_position, hash, sealed_at),
            heads AS (
              UPDATE ledger_partition p
              SET position = sealed.last_position, seal = sealed.seal, hash = sealed.hash,
                  sealed_at = sealed.sealed_at
              FROM sealed
              WHERE p.partition = sealed.partition),
            accounts AS (
              UPDATE account a SET balance = c.balance, overdraft = c.overdraft
              FROM unnest($7::uuid[], $8::bigint[], $9::bigint[])
                AS c (account_id, balance, overdraft)
              WHERE a.account_id = c.account_id),
            withdrawals AS (
              UPDATE withdrawal w
              SET settled = c.settled, released = c.released, returned = c.returned,
                  outstanding = c.outstanding, authorized = c.authorized, state = c.state,
                  sequence = c.sequence
              FROM unnest($10::uuid[], $11::bigint[], $12::bigint[], $13::bigint[],
                          $14::bigint[], $15::bigint[], $16::text[], $17::integer[])
                AS c (withdrawal_id, settled, released, returned, outstanding, authorized, state,
                      sequence)
              WHERE w.withdrawal_id = c.withdrawal_id),
            payouts AS (
              UPDATE payout p
              SET settled = c.settled, returned = c.returned, suspended = c.suspended,
                  suspense_returned = c.suspense_returned, state = c.state,
                  first_sent = c.first_sent, last_attempt = c.last_attempt
              FROM unnest($18::uuid[], $19::bigint[], $20::bigint[], $21::bigint[],
                          $22::bigint[], $23::text[], $24::integer[], $25::integer[])
                AS c (payout_id, settled, returned, suspended, suspense_returned, state,
                      first_sent, last_attempt)
              WHERE p.payout_id = c.payout_id),
            attempts AS (
              UPDATE attempt a
              SET sent = c.sent, settled = c.settled, returned = c.returned, fee = c.fee,
                  sent_at = c.sent_at, returned_at = c.returned_at, settled_by = c.settled_by
              FROM unnest($26::uuid[], $27::integer[], $28::bigint[], $29::bigint[],
                          $30::bigint[], $31::bigint[], $32::timestamptz[],
                          $33::timestamptz[], $34::uuid[])
                AS c (payout_id, attempt, sent, settled, returned, fee, sent_at, returned_at,
                      settled_by)
              WHERE a.payout_id = c.payout_id AND a.attempt = c.attempt)
            SELECT 1
            """;

    private ChangedRows() {}

    static Mono<Long> write(Connection connection, Decision decision) {
        Columns<Seal> seals = Columns.of(decision.seals());
        Columns<AccountBalance> accounts = Columns.of(Changed.known(decision.accounts()));
        Columns<Withdrawal> withdrawals = Columns.of(Changed.known(decision.withdrawals()));
        Columns<Payout> payouts = Columns.of(Changed.known(decision.payouts()));
        Columns<Attempt> attempts = Columns.of(Changed.known(decision.attempts()));
        boolean isNothing =
                Stream.of(seals, accounts, withdrawals, payouts, attempts)
                        .allMatch(columns -> columns.rows().isEmpty());
        return isNothing
                ? Mono.just(0L)
                : Sql.update(
                        connection,
                        WRITE,
                        Stream.of(
                                        seals(seals),
                                        accounts(accounts),
                                        withdrawals(withdrawals),
                                        payouts(payouts),
                                        attempts(attempts))
                                .flatMap(Stream::of)
                                .toArray());
    }

    private static Object[] seals(Columns<Seal> rows) {
        return new Object[] {
            rows.integers(Seal::partition),
            rows.integers(Seal::number),
            rows.longs(Seal::firstPosition),
            rows.longs(Seal::lastPosition),
            rows.texts(Seal::hash),
            rows.times(Seal::sealedAt)
        };
    }

    private static Object[] accounts(Columns<AccountBalance> rows) {
        return new Object[] {
            rows.uuids(row -> row.account().id().value()),
            rows.longs(row -> row.balance().amount()),
            rows.longs(row -> row.balance().overdraft())
        };
    }

    private static Object[] withdrawals(Columns<Withdrawal> rows) {
        return new Object[] {
            rows.uuids(row -> row.terms().id().value()),
            rows.longs(row -> row.totals().settled()),
            rows.longs(row -> row.totals().released()),
            rows.longs(row -> row.totals().returned()),
            rows.longs(row -> row.totals().outstanding()),
            rows.longs(Withdrawal::authorized),
            rows.texts(row -> row.state().name()),
            rows.integers(Withdrawal::sequence)
        };
    }

    private static Object[] payouts(Columns<Payout> rows) {
        return new Object[] {
            rows.uuids(row -> row.id().value()),
            rows.longs(Payout::settled),
            rows.longs(Payout::returned),
            rows.longs(Payout::suspended),
            rows.longs(Payout::suspenseReturned),
            rows.texts(row -> row.state().name()),
            rows.integers(Payout::firstSent),
            rows.integers(Payout::lastAttempt)
        };
    }

    private static Object[] attempts(Columns<Attempt> rows) {
        return new Object[] {
            rows.uuids(row -> row.key().payoutId().value()),
            rows.integers(row -> row.key().number()),
            rows.longs(Attempt::sent),
            rows.longs(Attempt::settled),
            rows.longs(Attempt::returned),
            rows.longs(Attempt::fee),
            rows.times(Attempt::sentAt),
            rows.times(Attempt::returnedAt),
            rows.uuids(row -> row.settledBy() == null ? null : row.settledBy().value())
        };
    }
}
