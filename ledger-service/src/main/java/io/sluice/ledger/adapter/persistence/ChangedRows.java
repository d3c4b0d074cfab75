package io.sluice.ledger.adapter.persistence;

import io.sluice.ledger.domain.AccountBalance;
import io.sluice.ledger.domain.Attempt;
import io.sluice.ledger.domain.Changed;
import io.sluice.ledger.domain.Decision;
import io.sluice.ledger.domain.Payout;
import io.sluice.ledger.domain.Seal;
import io.sluice.ledger.domain.Withdrawal;
import io.sluice.messaging.Writes;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Changes the rows of a decision that are known, each once, and seals it. */
final class ChangedRows {

    private static final String SEALS =
            """
            INSERT INTO seal (partition, seal, first_position, last_position, hash, sealed_at)
            SELECT * FROM unnest($1::smallint[], $2::integer[], $3::bigint[], $4::bigint[],
                                 $5::text[], $6::timestamptz[])
            """;

    private static final String HEADS =
            """
            UPDATE ledger_partition p
            SET seal = c.seal, position = c.last_position, hash = c.hash, sealed_at = c.sealed_at
            FROM unnest($1::smallint[], $2::integer[], $3::bigint[], $4::bigint[], $5::text[],
                        $6::timestamptz[])
              AS c (partition, seal, first_position, last_position, hash, sealed_at)
            WHERE p.partition = c.partition
            """;

    private static final String ACCOUNTS =
            """
            UPDATE account a SET balance = c.balance, overdraft = c.overdraft
            FROM unnest($1::uuid[], $2::bigint[], $3::bigint[])
              AS c (account_id, balance, overdraft)
            WHERE a.account_id = c.account_id
            """;

    private static final String WITHDRAWALS =
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

    private static final String PAYOUTS =
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

    private static final String ATTEMPTS =
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

    private ChangedRows() {}

    /** As parts of one statement. */
    static Stream<Writes.Part> parts(Decision decision) {
        return Stream.of(
                        part(SEALS, decision.seals(), ChangedRows::seals),
                        part(HEADS, decision.seals(), ChangedRows::seals),
                        part(ACCOUNTS, Changed.known(decision.accounts()), ChangedRows::accounts),
                        part(
                                WITHDRAWALS,
                                Changed.known(decision.withdrawals()),
                                ChangedRows::withdrawals),
                        part(PAYOUTS, Changed.known(decision.payouts()), ChangedRows::payouts),
                        part(ATTEMPTS, Changed.known(decision.attempts()), ChangedRows::attempts))
                .flatMap(Function.identity());
    }

    private static <T> Stream<Writes.Part> part(
            String sql, List<T> rows, Function<Columns<T>, Object[]> arrays) {
        return rows.isEmpty()
                ? Stream.empty()
                : Stream.of(Writes.Part.of(sql, arrays.apply(Columns.of(rows))));
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
