package io.sluice.ledger.application;

import io.sluice.ledger.application.Statements.Day;
import io.sluice.ledger.application.Statements.Taken;
import io.sluice.ledger.domain.Break;
import io.sluice.ledger.domain.Reconciliation;
import io.sluice.ledger.domain.StatementLine;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;

/** Compares what a provider states with what the clearing account and the payouts say. */
public final class Reconcile {

    private static final int MOST_UNSTATED = 10_000;

    private final Statements statements;
    private final Duration lateAfter;
    private final Period lookBack;
    private final Clock clock;

    /**
     * @param lateAfter what may lie between a payment and its booking
     * @param lookBack how long a statement is compared again and again
     */
    public Reconcile(Statements statements, Duration lateAfter, Period lookBack, Clock clock) {
        this.statements = statements;
        this.lateAfter = lateAfter;
        this.lookBack = lookBack;
        this.clock = clock;
    }

    /**
     * A day, compared.
     *
     * @param statement null where none was taken in, and so nothing was compared
     */
    public record Reconciled(Day day, @Nullable Taken statement, List<Break> breaks) {}

    public Mono<Taken> take(Day day, String operator, List<StatementLine> lines) {
        return statements.take(day, operator, lines);
    }

    public Mono<Reconciled> day(Day day) {
        return statements
                .taken(day)
                .flatMap(this::compared)
                .defaultIfEmpty(new Reconciled(day, null, List.of()));
    }

    /** Every statement of the last days. */
    public Flux<Reconciled> recent() {
        return Flux.defer(
                () ->
                        statements
                                .since(
                                        LocalDate.now(clock.withZone(ZoneOffset.UTC))
                                                .minus(lookBack))
                                .concatMap(this::compared));
    }

    private Mono<Reconciled> compared(Taken taken) {
        Day day = taken.day();
        return Mono.zip(
                        statements.lines(day).collectList(),
                        statements.unstated(day, MOST_UNSTATED).collectList())
                .map(
                        both ->
                                new Reconciled(
                                        day,
                                        taken,
                                        new Reconciliation(lateAfter, clock.instant())
                                                .breaks(both.getT1(), both.getT2())));
    }
}
