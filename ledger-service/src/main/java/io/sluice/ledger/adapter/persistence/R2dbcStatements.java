package io.sluice.ledger.adapter.persistence;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import io.sluice.contracts.Money;
import io.sluice.contracts.PayoutId;
import io.sluice.ledger.application.Statements;
import io.sluice.ledger.domain.ClearedPayout;
import io.sluice.ledger.domain.PayoutState;
import io.sluice.ledger.domain.Reconciliation.Matched;
import io.sluice.ledger.domain.StatementLine;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** The providers' statements beside the clearing accounts' entries, in SQL. */
final class R2dbcStatements implements Statements {

    /** How far a provider's clock may be ahead of ours. */
    private static final Duration CLOCKS = Duration.ofHours(1);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final Currency NONE = Currency.getInstance("XXX");

    /** Locks the day: of two at once the later one stays. */
    private static final String TAKE =
            """
            INSERT INTO statement (provider, day, taken_by, lines, taken_at)
            VALUES ($1, $2, $3, $4, now())
            ON CONFLICT (provider, day)
            DO UPDATE SET taken_by = EXCLUDED.taken_by, lines = EXCLUDED.lines, taken_at = now()
            RETURNING provider, day, taken_at, lines
            """;

    private static final String FORGET =
            "DELETE FROM statement_line WHERE provider = $1 AND day = $2";

    private static final String LINES =
            """
            statement_line (provider, day, reference, status, amount, returned, currency,
                            occurred_at)
            """;

    private static final String TAKEN =
            """
            SELECT provider, day, taken_at, lines FROM statement WHERE provider = $1 AND day = $2
            """;

    private static final String SINCE =
            """
            SELECT provider, day, taken_at, lines FROM statement WHERE day >= $1
            ORDER BY day, provider
            """;

    /** All that a payout ever moved on its provider's clearing accounts, fees apart. */
    private static final String CLEARED =
            """
            LEFT JOIN LATERAL (
              SELECT coalesce(sum(t.amount) FILTER (WHERE t.credit_account = a.account_id), 0)::bigint
                       AS cleared_paid,
                     coalesce(sum(t.amount) FILTER (WHERE t.debit_account = a.account_id), 0)::bigint
                       AS cleared_returned,
                     min(t.event_at) FILTER (WHERE t.credit_account = a.account_id) AS paid_at,
                     min(t.booked_at) FILTER (WHERE t.credit_account = a.account_id) AS booked_at,
                     min(a.currency) AS cleared_currency
              FROM transfer t
              JOIN account a ON a.account_id IN (t.debit_account, t.credit_account)
              WHERE t.withdrawal_id = s.withdrawal_id AND t.payout_id = s.payout_id
                AND t.kind <> 'FEE' AND a.kind = 'CLEARING' AND a.provider = $1) c ON true
            LEFT JOIN payout p ON p.payout_id = s.payout_id
            """;

    private static final String MATCHED =
            """
            SELECT l.reference, l.status, l.amount, l.returned, l.currency, l.occurred_at,
                   s.payout_id, p.state, c.*
            FROM statement_line l
            LEFT JOIN submission s ON s.provider = l.provider AND s.reference = l.reference
            """
                    + CLEARED
                    + """
                    WHERE l.provider = $1 AND l.day = $2
                    ORDER BY l.reference
                    """;

    /**
     * By the seals' times, since entries have no index by theirs. A day that was not over when it was
     * stated is compared up to then.
     */
    private static final String UNSTATED =
            """
            WITH clearing AS (
              SELECT a.account_id,
                     coalesce((SELECT last_position FROM seal
                               WHERE partition = a.partition AND sealed_at < $4
                               ORDER BY sealed_at DESC, seal DESC LIMIT 1), 0) AS before
              FROM account a
              WHERE a.kind = 'CLEARING' AND a.provider = $1),
            paid AS (
              SELECT DISTINCT t.withdrawal_id, t.payout_id
              FROM clearing
              JOIN transfer t ON t.credit_account = clearing.account_id
                             AND t.position > clearing.before
              WHERE t.kind <> 'FEE' AND t.event_at >= $2
                AND t.event_at < least($3, (SELECT taken_at FROM statement
                                            WHERE provider = $1 AND day = $6)))
            SELECT s.payout_id, p.state, c.*
            FROM paid s
            """
                    + CLEARED
                    + """
                    WHERE NOT EXISTS (SELECT 1 FROM submission known
                                      JOIN statement_line l
                                        ON l.provider = known.provider
                                       AND l.reference = known.reference
                                      WHERE known.payout_id = s.payout_id
                                        AND known.provider = $1)
                    ORDER BY s.payout_id
                    LIMIT $5
                    """;

    private final ConnectionFactory connections;
    private final Reads reads;

    R2dbcStatements(ConnectionFactory connections) {
        this.connections = connections;
        this.reads = new Reads(connections);
    }

    @Override
    public Mono<Taken> take(Day day, String operator, List<StatementLine> lines) {
        return Mono.usingWhen(
                connections.create(),
                connection -> transaction(connection, take(connection, day, operator, lines)),
                Connection::close);
    }

    private static Mono<Taken> transaction(Connection connection, Mono<Taken> work) {
        return Mono.from(connection.beginTransaction())
                .then(work)
                .flatMap(taken -> Mono.from(connection.commitTransaction()).thenReturn(taken))
                .onErrorResume(
                        failure ->
                                Mono.from(connection.rollbackTransaction())
                                        .timeout(CLOSE_LIMIT)
                                        .onErrorComplete()
                                        .then(Mono.error(failure)));
    }

    private static Mono<Taken> take(
            Connection connection, Day day, String operator, List<StatementLine> lines) {
        return Sql.query(
                        connection,
                        TAKE,
                        R2dbcStatements::taken,
                        day.provider(),
                        day.date(),
                        operator,
                        lines.size())
                .flatMap(
                        taken ->
                                Sql.update(connection, FORGET, day.provider(), day.date())
                                        .then(copy(connection, day, lines))
                                        .thenReturn(taken.getFirst()));
    }

    private static Mono<Long> copy(Connection connection, Day day, List<StatementLine> lines) {
        return CopiedRows.into(
                connection,
                LINES,
                8,
                lines,
                (row, line) ->
                        row.text(day.provider())
                                .date(day.date())
                                .text(line.reference())
                                .text(line.word().name())
                                .bigint(line.amount().minorUnits())
                                .bigint(line.returned().minorUnits())
                                .text(line.amount().currency().getCurrencyCode())
                                .time(line.occurredAt()));
    }

    @Override
    public Mono<Taken> taken(Day day) {
        return reads.one(TAKEN, R2dbcStatements::taken, day.provider(), day.date());
    }

    @Override
    public Flux<Taken> since(LocalDate date) {
        return reads.many(SINCE, R2dbcStatements::taken, date);
    }

    private static Taken taken(Readable row) {
        return new Taken(
                new Day(
                        Sql.get(row, "provider", String.class),
                        Sql.get(row, "day", LocalDate.class)),
                Sql.time(row, "taken_at"),
                Sql.get(row, "lines", Integer.class));
    }

    @Override
    public Flux<Matched> lines(Day day) {
        return reads.many(
                MATCHED,
                row -> new Matched(line(row), payout(row, BookRows.currency(row))),
                day.provider(),
                day.date());
    }

    private static StatementLine line(Readable row) {
        Currency currency = BookRows.currency(row);
        return new StatementLine(
                Sql.get(row, "reference", String.class),
                StatementLine.Word.valueOf(Sql.get(row, "status", String.class)),
                new Money(Sql.get(row, "amount", Long.class), currency),
                new Money(Sql.get(row, "returned", Long.class), currency),
                Sql.time(row, "occurred_at"));
    }

    @Override
    public Flux<ClearedPayout> unstated(Day day, int limit) {
        Instant begin = day.date().atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant end = day.date().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return reads.many(
                UNSTATED,
                row -> Objects.requireNonNull(payout(row, NONE)),
                day.provider(),
                begin,
                end,
                begin.minus(CLOCKS),
                limit,
                day.date());
    }

    /**
     * @param stated the currency of what was never cleared
     */
    private static @Nullable ClearedPayout payout(Readable row, Currency stated) {
        UUID id = row.get("payout_id", UUID.class);
        if (id == null) {
            return null;
        }
        String cleared = row.get("cleared_currency", String.class);
        Currency currency = cleared == null ? stated : Currency.getInstance(cleared);
        return new ClearedPayout(
                new PayoutId(id),
                PayoutState.REJECTED.name().equals(row.get("state", String.class)),
                new Money(Sql.get(row, "cleared_paid", Long.class), currency),
                new Money(Sql.get(row, "cleared_returned", Long.class), currency),
                Sql.timeOrNull(row, "paid_at"),
                Sql.timeOrNull(row, "booked_at"));
    }
}
