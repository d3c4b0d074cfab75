package io.sluice.gateway.application;

import io.sluice.gateway.application.OldDestinations.Page;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Deletes destinations when their time is over, in small transactions. Instances may do it at the
 * same time: it is done once more for nothing.
 */
public final class ForgetDestinations {

    private static final int PAYOUTS_A_TRANSACTION = 500;
    private static final int TRANSACTIONS_A_RUN = 10_000;

    private final OldDestinations destinations;
    private final Clock clock;
    private final Duration kept;

    /**
     * @param kept counted from when the payout was ordered; longer than any payout takes to end
     */
    public ForgetDestinations(OldDestinations destinations, Clock clock, Duration kept) {
        this.destinations = destinations;
        this.clock = clock;
        this.kept = kept;
    }

    /** How many payouts were looked at. */
    public Mono<Integer> run() {
        Instant before = clock.instant().minus(kept);
        return destinations
                .mark()
                .flatMapMany(mark -> pages(mark, before))
                .take(TRANSACTIONS_A_RUN)
                .collectList()
                .flatMap(this::marked);
    }

    private Flux<Page> pages(UUID mark, Instant before) {
        return next(mark, before)
                .expand(
                        page ->
                                page.size() < PAYOUTS_A_TRANSACTION
                                        ? Mono.empty()
                                        : next(Objects.requireNonNull(page.last()), before));
    }

    private Mono<Page> next(UUID after, Instant before) {
        return destinations.forget(after, before, PAYOUTS_A_TRANSACTION);
    }

    /** From the first that is still open on, all of it is looked at again next time. */
    private Mono<Integer> marked(List<Page> pages) {
        int seen = pages.stream().mapToInt(Page::size).sum();
        return pages.stream()
                .takeWhile(Page::allEnded)
                .map(Page::last)
                .filter(Objects::nonNull)
                .reduce((_, later) -> later)
                .map(last -> destinations.mark(last).thenReturn(seen))
                .orElseGet(() -> Mono.just(seen));
    }
}
