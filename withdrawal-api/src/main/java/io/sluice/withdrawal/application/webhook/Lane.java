package io.sluice.withdrawal.application.webhook;

import io.sluice.messaging.observe.LogLine;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * One partner's deliveries: claims what there is room for, tries it side by side, and claims again
 * as room comes back, until nothing is due. Room comes back with the answer: what is being settled
 * takes no connection, and has a bound of its own.
 *
 * <p>While its endpoint fails the lane is careful: a few attempts at a time, and a pause between
 * claims. So a dead endpoint costs little however much waits for it; the first success opens the
 * lane again.
 */
final class Lane {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    /** Under load, a claim waits for this part of the room: few large claims, not many small ones. */
    private static final int WORTH_A_CLAIM = 4;

    /** Attempts that are being settled, for each that may be under way. */
    private static final int MOST_SETTLING = 8;

    private final DeliverWebhooks.Limits limits;
    private final IntFunction<Mono<Deliveries.Claim>> claim;
    private final Function<Deliveries.Claimed, Mono<Deliveries.Attempted>> attempt;
    private final Function<Deliveries.Attempted, Mono<Boolean>> settle;
    private int inFlight;
    private int settling;
    private boolean claiming;
    private boolean hungry;
    private boolean careful;
    private boolean closed;

    /**
     * @param attempt empty for what may not be tried any more
     * @param settle whether a later event is due now
     */
    Lane(
            DeliverWebhooks.Limits limits,
            IntFunction<Mono<Deliveries.Claim>> claim,
            Function<Deliveries.Claimed, Mono<Deliveries.Attempted>> attempt,
            Function<Deliveries.Attempted, Mono<Boolean>> settle) {
        this.limits = limits;
        this.claim = claim;
        this.attempt = attempt;
        this.settle = settle;
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
        return inFlight == 0 && settling == 0 && !claiming;
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
        return free * WORTH_A_CLAIM >= room && settling <= room * MOST_SETTLING ? free : 0;
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
                .onErrorResume(
                        failure -> {
                            say(claimed)
                                    .log(
                                            "attempt failed, its lease will lapse: {}",
                                            failure.toString());
                            return Mono.empty();
                        })
                .doOnSuccess(this::answered)
                .flatMap(this::settle)
                .subscribe(this::settled);
    }

    private void answered(Deliveries.@Nullable Attempted attempted) {
        synchronized (this) {
            inFlight--;
            settling += attempted == null ? 0 : 1;
            careful = attempted == null || !attempted.delivered();
        }
        claimIfWorthIt();
    }

    private Mono<Boolean> settle(Deliveries.Attempted attempted) {
        return settle.apply(attempted)
                .onErrorResume(
                        failure -> {
                            say(attempted.claimed())
                                    .log(
                                            "attempt not settled, its lease will lapse: {}",
                                            failure.toString());
                            return Mono.just(false);
                        });
    }

    private void settled(boolean unblocked) {
        synchronized (this) {
            settling--;
            hungry = hungry || unblocked;
        }
        claimIfWorthIt();
    }

    private static LoggingEventBuilder say(Deliveries.Claimed claimed) {
        return LogLine.about(
                LOG.atWarn(), claimed.about().withdrawal(), claimed.about().traceparent());
    }
}
