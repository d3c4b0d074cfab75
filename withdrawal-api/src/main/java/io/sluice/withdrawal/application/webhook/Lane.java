package io.sluice.withdrawal.application.webhook;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * One partner's deliveries: claims as many as there is room for, tries them side by side, and claims
 * again when one is done. A wake while it claims makes it claim once more.
 */
final class Lane {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final int MAX_CLAIM = 200;

    private final int room;
    private final IntFunction<Mono<List<Deliveries.Claimed>>> claim;
    private final Function<Deliveries.Claimed, Mono<Void>> attempt;
    private int inFlight;
    private boolean claiming;
    private boolean again;

    Lane(
            int room,
            IntFunction<Mono<List<Deliveries.Claimed>>> claim,
            Function<Deliveries.Claimed, Mono<Void>> attempt) {
        this.room = room;
        this.claim = claim;
        this.attempt = attempt;
    }

    void wake() {
        int most = begin();
        if (most == 0) {
            return;
        }
        Mono.defer(() -> claim.apply(most))
                .subscribe(
                        claimed -> {
                            boolean more = end(claimed.size(), claimed.size() == most);
                            claimed.forEach(this::start);
                            if (more) {
                                wake();
                            }
                        },
                        failure -> {
                            // The poll wakes this lane again.
                            LOG.warn("claim failed: {}", failure.toString());
                            end(0, false);
                        });
    }

    private synchronized int begin() {
        if (claiming) {
            again = true;
            return 0;
        }
        int most = Math.min(room - inFlight, MAX_CLAIM);
        if (most > 0) {
            claiming = true;
            again = false;
        }
        return most;
    }

    private synchronized boolean end(int claimed, boolean full) {
        claiming = false;
        inFlight += claimed;
        boolean more = again || full;
        again = false;
        return more;
    }

    private void start(Deliveries.Claimed claimed) {
        attempt.apply(claimed)
                .doFinally(_ -> done())
                .subscribe(
                        _ -> {},
                        // Not settled: its lease lapses, and it is tried again.
                        failure -> LOG.warn("attempt not settled: {}", failure.toString()));
    }

    private void done() {
        synchronized (this) {
            inFlight--;
        }
        wake();
    }
}
