package io.sluice.withdrawal.application;

import reactor.core.publisher.Mono;

/** How much of each application's minute is handed out, over all instances. */
public interface RateWindows {

    /**
     * Takes a share for this instance.
     *
     * @param minute since 1970; where another instance's clock is already in the next one, the share
     *     is of that
     * @return how many were taken before, in that minute
     */
    Mono<Long> take(String applicationKey, long minute, int wanted);
}
