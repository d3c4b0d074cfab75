package io.sluice.ledger.application;

import io.sluice.ledger.domain.ClearedPayout;
import io.sluice.ledger.domain.Reconciliation.Matched;
import io.sluice.ledger.domain.StatementLine;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** The providers' statements, a day each (UTC), beside our books. */
public interface Statements {

    /** A provider's day. */
    record Day(String provider, LocalDate date) {}

    /** A statement that was taken in. */
    record Taken(Day day, Instant takenAt, int lines) {}

    /** Takes a statement in, whole or not at all, in the place of an earlier one of the day. */
    Mono<Taken> take(Day day, String operator, List<StatementLine> lines);

    /** The day's statement; empty where none was taken in. */
    Mono<Taken> taken(Day day);

    /** All statements of this day and later ones. */
    Flux<Taken> since(LocalDate date);

    /** The statement's lines, each with what our books have under its reference. */
    Flux<Matched> lines(Day day);

    /** What our books have as paid on the day, and no statement of any day has; at most a limit. */
    Flux<ClearedPayout> unstated(Day day, int limit);
}
