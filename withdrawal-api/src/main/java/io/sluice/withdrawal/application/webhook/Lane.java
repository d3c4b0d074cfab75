package io.sluice.withdrawal.application.webhook;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * One partner's deliveries: claims what there is room for, tries it side by side, and claims again
 * as room comes back, until nothing is due.
 *
 * <p>While its endpoint fails the lane is careful: a few attempts at a time, and a pause between
 * claims. So a dead endpoint costs little however much waits for it; the first success opens the
 * lane again.
 */
final class Lane {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    /** What an attempt means for the lane. */
    record Outcome(boolean delivered, boolean unblocked) {}

    /** Under load, a claim waits for this part of the room: few large claims, not many small ones. */
    private static final int WORTH_A_CLAIM = 4;

    private final DeliverWebhooks.Limits limits;
    private final IntFunction<Mono<Deliveries.Claim>> claim;
    private final Function<Deliveries.Claimed, Mono<Outcome>> attempt;
    private int inFlight;
    private boolean claiming;
    private boolean hungry;
    private boolean careful;
    private boolean closed;

    Lane(
            DeliverWebhooks.Limits limits,
            IntFunction<Mono<Deliveries.Claim>> claim,
            Function<Deliveries.Claimed, Mono<Outcome>> attempt) {
        this.limits = limits;
        this.claim = claim;
        this.attempt = attempt;
    }

    /** Something may be due. */
    void wake() {
        synchronized (this) {
            hungry = true;
        }
        claimIfWorthIt();
    }

    /** Claims nothing more. */
    synchronized void close() {
        closed = true;
    }

    synchronized boolean isIdle() {
        return inFlight == 0 && !claiming;
    }

    private void claimIfWorthIt() {
        int most;
        Duration pause;
        synchronized (this) {
            most = room();
            if (closed || claiming || !hungry || most == 0) {
                return;
            }
            claiming = true;
            hungry = false;
            pause = careful ? limits.carefulPause() : Duration.ZERO;
        }
        Mono<?> before = pause.isZero() ? Mono.empty() : Mono.delay(pause);
        before.then(Mono.defer(() -> claim.apply(most))).subscribe(this::start, this::failed);
    }

    private int room() {
        int room = careful ? limits.carefulRoom() : limits.room();
        int free = room - inFlight;
        return free * WORTH_A_CLAIM >= room ? free : 0;
    }

    private void start(Deliveries.Claim claimed) {
        synchronized (this) {
            claiming = false;
            hungry = hungry || claimed.more();
            inFlight += claimed.claimed().size();
        }
        claimed.claimed().forEach(this::start);
        claimIfWorthIt();
    }

    private void failed(Throwable failure) {
        LOG.warn("claim failed, the next poll claims again: {}", failure.toString());
        synchronized (this) {
            claiming = false;
        }
    }

    private void start(Deliveries.Claimed claimed) {
        Mono.defer(() -> attempt.apply(claimed))
                .subscribe(
                        this::done,
                        failure -> {
                            LOG.warn(
                                    "attempt not settled, its lease will lapse: {}",
                                    failure.toString());
                            done(new Outcome(false, false));
                        });
    }

    private void done(Outcome outcome) {
        synchronized (this) {
            inFlight--;
            careful = !outcome.delivered();
            hungry = hungry || outcome.unblocked();
        }
        claimIfWorthIt();
    }
}
