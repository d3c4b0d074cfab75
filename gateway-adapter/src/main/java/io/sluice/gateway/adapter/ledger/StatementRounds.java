package io.sluice.gateway.adapter.ledger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.gateway.application.DeliverStatements;
import io.sluice.gateway.application.DeliverStatements.Delivered;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

import reactor.core.publisher.Mono;

import java.util.List;

/**
 * Looks whether a round is due. {@code sluice_gateway_statements_total} counts the days by provider
 * and outcome: {@code put} or {@code failed}.
 */
class StatementRounds {

    private static final Logger log = LoggerFactory.getLogger(StatementRounds.class);

    private final DeliverStatements statements;
    private final MeterRegistry meters;

    StatementRounds(DeliverStatements statements, MeterRegistry meters, List<String> providers) {
        this.statements = statements;
        this.meters = meters;
        providers.forEach(provider -> List.of("put", "failed").forEach(it -> days(provider, it)));
    }

    /** At a rate and not after a delay: a round may last for hours, and others wait for the thread. */
    @Scheduled(fixedRateString = "PT1S", initialDelayString = "PT1S")
    Mono<Void> round() {
        return statements
                .turn()
                .doOnNext(this::tell)
                .then()
                .onErrorResume(
                        failure -> {
                            log.warn("statements: round missed: {}", failure.toString());
                            return Mono.empty();
                        });
    }

    private void tell(Delivered day) {
        Throwable failure = day.failure();
        days(day.provider().value(), failure == null ? "put" : "failed").increment();
        if (failure != null) {
            log.warn(
                    "statement of {} for {} not put, tried again with the next round: {}",
                    day.provider(),
                    day.day(),
                    failure.toString());
        }
    }

    private Counter days(String provider, String outcome) {
        return Counter.builder("sluice.gateway.statements")
                .description(
                        "Days whose statement was fetched from a provider, by what became of it")
                .tag("provider", provider)
                .tag("outcome", outcome)
                .register(meters);
    }
}
