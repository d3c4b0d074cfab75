package io.sluice.gateway.application;

import io.sluice.gateway.domain.ProviderName;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.time.Instant;

/** Opens and closes providers; every instance follows within a second. */
public final class Switches {

    private static final Logger log = LoggerFactory.getLogger(Switches.class);
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final ProviderSwitches stored;
    private final Gateways gateways;
    private volatile Instant readAt = Instant.EPOCH;

    public Switches(ProviderSwitches stored, Gateways gateways) {
        this.stored = stored;
        this.gateways = gateways;
    }

    /** Reads the switches where they were not read just now. */
    Mono<Void> refresh(Instant now) {
        if (readAt.plus(FRESH).isAfter(now)) {
            return Mono.empty();
        }
        return stored.closed()
                .doOnNext(
                        closed -> {
                            gateways.closeAllOf(closed);
                            readAt = now;
                        })
                .then();
    }

    /** A closed provider gets nothing new; what it has is still looked up. */
    public Mono<Void> set(ProviderName provider, boolean open, String operator, Instant now) {
        return stored.set(provider, open, operator, now)
                .then(
                        Mono.defer(
                                () -> {
                                    log.info("{} {} by {}", provider, word(open), operator);
                                    readAt = Instant.EPOCH;
                                    return refresh(now);
                                }));
    }

    private static String word(boolean open) {
        return open ? "opened" : "closed";
    }
}
