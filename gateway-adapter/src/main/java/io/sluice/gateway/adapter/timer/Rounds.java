package io.sluice.gateway.adapter.timer;

import io.sluice.gateway.application.ForgetDestinations;
import io.sluice.gateway.application.OpenPayouts;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

import reactor.core.publisher.Mono;

/** Every instance makes its own rounds. */
class Rounds {

    private static final Logger log = LoggerFactory.getLogger(Rounds.class);

    private final ForgetDestinations forget;
    private final OpenPayouts open;
    private final OpenPayoutGauges gauges;

    Rounds(ForgetDestinations forget, OpenPayouts open, OpenPayoutGauges gauges) {
        this.forget = forget;
        this.open = open;
        this.gauges = gauges;
    }

    @Scheduled(fixedDelayString = "PT10S", initialDelayString = "PT1S")
    Mono<Void> count() {
        return open.count()
                .doOnNext(gauges::show)
                .then()
                .onErrorResume(failure -> missed("count open payouts", failure));
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1M")
    Mono<Void> forgetDestinations() {
        return forget.run()
                .doOnNext(seen -> log.info("old destinations: {} payouts seen", seen))
                .then()
                .onErrorResume(failure -> missed("forget old destinations", failure));
    }

    private static Mono<Void> missed(String round, Throwable failure) {
        log.warn("round missed: {}: {}", round, failure.getClass().getName());
        return Mono.empty();
    }
}
