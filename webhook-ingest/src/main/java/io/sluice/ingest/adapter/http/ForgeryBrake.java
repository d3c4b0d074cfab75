package io.sluice.ingest.adapter.http;

import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * A source that forges again and again is answered late: a connection takes its next request after
 * the answer to the last, so a flood slows itself down and leaves the processor to good callbacks,
 * those of the same source too. How many wait is bounded; beyond, their connections are closed.
 */
final class ForgeryBrake {

    private static final int SECONDS_AT_ONCE = 5;
    private static final int MOST_WAITING = 1_024;

    private final HttpLimits limits;
    private final SourceRates atOnce;
    private final AtomicInteger waiting = new AtomicInteger();

    ForgeryBrake(HttpLimits limits, LongSupplier nanoClock) {
        this.limits = limits;
        this.atOnce =
                new SourceRates(
                        limits.forgedPerSecond(),
                        SECONDS_AT_ONCE * limits.forgedPerSecond(),
                        nanoClock);
    }

    /** The refusal of one more forgery, when it is due. */
    Mono<ServerResponse> refusal(InetAddress source, String detail) {
        if (atOnce.admit(source)) {
            return Problems.of(Refusal.UNAUTHORIZED, detail);
        }
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            return Problems.last(Refusal.UNAUTHORIZED, detail);
        }
        return Mono.delay(limits.forgedPatience())
                .then(Mono.defer(() -> Problems.of(Refusal.UNAUTHORIZED, detail)))
                .doFinally(_ -> waiting.decrementAndGet());
    }
}
