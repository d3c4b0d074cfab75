package io.sluice.gateway.application;

import io.sluice.gateway.application.Gateways.Manned;
import io.sluice.gateway.domain.ProviderName;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Puts the providers' statements of the last finished days to the ledger, again and again, since what
 * has become of a day's orders may change for days.
 */
public final class DeliverStatements {

    private static final int MOST_REPEATS = 3;

    private final ProviderStatements statements;
    private final Gateways gateways;
    private final StatementBook book;
    private final StatementTurns turns;
    private final Clock clock;
    private final Rounds rounds;

    /**
     * @param every counted from the epoch, so that a round of 24 hours begins with the day (UTC)
     * @param days how many before today
     * @param pause before a day that failed is tried again, the first of a few times; it doubles
     */
    public record Rounds(Duration every, int days, Duration pause) {}

    /**
     * A day that was put, or not.
     *
     * @param failure null: it was
     */
    public record Delivered(ProviderName provider, LocalDate day, @Nullable Throwable failure) {}

    public DeliverStatements(
            ProviderStatements statements,
            Gateways gateways,
            StatementBook book,
            StatementTurns turns,
            Clock clock,
            Rounds rounds) {
        this.statements = statements;
        this.gateways = gateways;
        this.book = book;
        this.turns = turns;
        this.clock = clock;
        this.rounds = rounds;
    }

    /** A round, where one is due and no other instance makes it; else nothing. */
    public Flux<Delivered> turn() {
        return Mono.defer(() -> turns.take(clock.instant(), next()))
                .filter(Boolean::booleanValue)
                .flatMapMany(_ -> Flux.fromIterable(gateways.all()))
                .flatMap(this::days);
    }

    private Instant next() {
        long every = rounds.every().toMillis();
        return Instant.ofEpochMilli((clock.millis() / every + 1) * every);
    }

    /**
     * The oldest first: what was opened on one day and paid on the next must be known when the next
     * one is compared.
     */
    private Flux<Delivered> days(Manned manned) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return Flux.range(0, rounds.days())
                .map(number -> today.minusDays(rounds.days() - number))
                .concatMap(day -> delivered(manned, day));
    }

    private Mono<Delivered> delivered(Manned manned, LocalDate day) {
        ProviderName name = manned.gateway().name();
        return statements
                .of(manned, day)
                .flatMap(lines -> book.put(name, day, lines))
                .retryWhen(
                        Retry.backoff(MOST_REPEATS, rounds.pause())
                                .onRetryExhaustedThrow((_, last) -> last.failure()))
                .thenReturn(new Delivered(name, day, null))
                .onErrorResume(failure -> Mono.just(new Delivered(name, day, failure)));
    }
}
