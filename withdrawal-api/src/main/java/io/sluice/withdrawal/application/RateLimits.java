package io.sluice.withdrawal.application;

import io.sluice.withdrawal.domain.Application;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Requests of an application within a minute, over all instances together. An instance takes shares
 * of the minute, a twentieth at a time, and hands them out by itself: never more than the quota in
 * all; with several instances, what one has left of its share may be refused at another.
 */
public final class RateLimits {

    public static final int WINDOW_SECONDS = 60;
    private static final int SHARES = 20;

    /**
     * @param quota of the window; 0: no limit
     * @param remaining in the window, as far as this instance knows
     * @param resetSeconds until the next window
     */
    public record Ticket(boolean taken, int quota, int remaining, int resetSeconds) {

        private static final Ticket UNLIMITED = new Ticket(true, 0, 0, 0);
    }

    private final RateWindows windows;
    private final ConcurrentHashMap<String, Share> shares = new ConcurrentHashMap<>();

    public RateLimits(RateWindows windows) {
        this.windows = windows;
    }

    public Mono<Ticket> take(Application application, Instant now) {
        Integer quota = application.ratePerMinute();
        if (quota == null) {
            return Mono.just(Ticket.UNLIMITED);
        }
        Share share = shares.computeIfAbsent(application.applicationKey(), Share::new);
        return share.take(quota, now);
    }

    /** What this instance holds of an application's minute. */
    private final class Share {

        private final String applicationKey;
        private long minute;
        private int quota;
        private int held;
        private int elsewhere;
        private @Nullable Mono<Long> refill;

        Share(String applicationKey) {
            this.applicationKey = applicationKey;
        }

        synchronized Mono<Ticket> take(int quotaNow, Instant now) {
            long current = now.getEpochSecond() / WINDOW_SECONDS;
            if (current != minute || quotaNow != quota) {
                minute = current;
                quota = quotaNow;
                held = 0;
                elsewhere = quotaNow;
                refill = null;
            }
            int reset = (int) (WINDOW_SECONDS - now.getEpochSecond() % WINDOW_SECONDS);
            if (held > 0) {
                held--;
                return Mono.just(new Ticket(true, quota, held + elsewhere, reset));
            }
            if (elsewhere == 0) {
                return Mono.just(new Ticket(false, quota, 0, reset));
            }
            if (refill == null) {
                refill = refill(current);
            }
            return refill.then(Mono.defer(() -> take(quotaNow, now)));
        }

        private Mono<Long> refill(long forMinute) {
            int wanted = Math.max(1, quota / SHARES);
            return windows.take(applicationKey, forMinute, wanted)
                    .doOnNext(before -> filled(forMinute, before, wanted))
                    .doOnError(_ -> failed(forMinute))
                    .cache();
        }

        private synchronized void filled(long forMinute, long before, int wanted) {
            if (forMinute == minute) {
                held += Math.clamp(quota - before, 0, wanted);
                elsewhere = (int) Math.max(0, quota - before - wanted);
                refill = null;
            }
        }

        private synchronized void failed(long forMinute) {
            if (forMinute == minute) {
                refill = null;
            }
        }
    }
}
