package io.sluice.gateway.adapter.provider;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sluice.gateway.application.Gate;
import io.sluice.gateway.application.Gateway;
import io.sluice.gateway.application.Outcome;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Bulkhead, rate limiter and circuit breaker of one provider. */
final class ResilientGate implements Gate {

    private static final int WINDOW_CALLS = 100;
    private static final int LEAST_CALLS = 40;
    private static final int PROBES = 5;
    private static final float OPEN_AT_PERCENT = 75;
    private static final String PROVIDER = "provider";
    private static final Duration[] LATENCIES = {
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(20)
    };

    private final Bulkhead bulkhead;
    private final CircuitBreaker breaker;
    private final @Nullable RateLimiter rate;
    private final MeterRegistry meters;
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();
    private final String name;

    ResilientGate(Gateway gateway, MeterRegistry meters) {
        Gateway.Limits limits = gateway.limits();
        this.meters = meters;
        this.name = gateway.name().value();
        bulkhead =
                Bulkhead.of(
                        name,
                        BulkheadConfig.custom()
                                .maxConcurrentCalls(limits.concurrency())
                                .maxWaitDuration(Duration.ZERO)
                                .build());
        breaker =
                CircuitBreaker.of(
                        name,
                        CircuitBreakerConfig.custom()
                                .slidingWindowSize(WINDOW_CALLS)
                                .minimumNumberOfCalls(LEAST_CALLS)
                                .failureRateThreshold(OPEN_AT_PERCENT)
                                .slowCallDurationThreshold(limits.slow())
                                .slowCallRateThreshold(OPEN_AT_PERCENT)
                                .waitDurationInOpenState(limits.breakerPause())
                                .automaticTransitionFromOpenToHalfOpenEnabled(true)
                                .permittedNumberOfCallsInHalfOpenState(PROBES)
                                .build());
        rate = limits.perMinute() == 0 ? null : rate(name, limits.perMinute());
        Gauge.builder("sluice.gateway.calls.underway", this, gate -> gate.view().underWay())
                .description("Calls to the provider that have begun")
                .tag(PROVIDER, name)
                .register(meters);
        Gauge.builder("sluice.gateway.breaker.open", this, gate -> gate.closed() ? 1 : 0)
                .description("1 while the provider's circuit breaker lets nothing through")
                .tag(PROVIDER, name)
                .register(meters);
    }

    private static RateLimiter rate(String name, int perMinute) {
        return RateLimiter.of(
                name,
                RateLimiterConfig.custom()
                        .limitForPeriod(perMinute)
                        .limitRefreshPeriod(Duration.ofMinutes(1))
                        .timeoutDuration(Duration.ZERO)
                        .build());
    }

    @Override
    public int room() {
        int free = bulkhead.getMetrics().getAvailableConcurrentCalls();
        if (rate != null) {
            free = Math.min(free, rate.getMetrics().getAvailablePermissions());
        }
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> 0;
            case HALF_OPEN -> Math.min(free, PROBES);
            case CLOSED, DISABLED, METRICS_ONLY -> Math.max(free, 0);
        };
    }

    @Override
    public boolean closed() {
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> true;
            case HALF_OPEN, CLOSED, DISABLED, METRICS_ONLY -> false;
        };
    }

    @Override
    public View view() {
        return new View(
                breaker.getState().name(),
                breaker.getMetrics().getFailureRate(),
                bulkhead.getMetrics().getMaxAllowedConcurrentCalls()
                        - bulkhead.getMetrics().getAvailableConcurrentCalls(),
                rate == null ? null : rate.getMetrics().getAvailablePermissions());
    }

    @Override
    public boolean enter() {
        if (!bulkhead.tryAcquirePermission()) {
            return false;
        }
        if (!breaker.tryAcquirePermission()) {
            bulkhead.onComplete();
            return false;
        }
        if (rate != null && !rate.acquirePermission()) {
            breaker.releasePermission();
            bulkhead.onComplete();
            return false;
        }
        return true;
    }

    @Override
    public void leave(Duration took, @Nullable Outcome outcome) {
        bulkhead.onComplete();
        if (outcome != null && outcome.isHealthy()) {
            breaker.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
        } else {
            breaker.onError(
                    took.toNanos(), TimeUnit.NANOSECONDS, new IllegalStateException("no answer"));
        }
        timer(outcome).record(took);
    }

    private Timer timer(@Nullable Outcome outcome) {
        return timers.computeIfAbsent(
                outcome == null ? "bug" : outcome.getClass().getSimpleName(),
                kind ->
                        Timer.builder("sluice.gateway.calls")
                                .description("Calls to the provider, by what became of them")
                                .tag(PROVIDER, name)
                                .tag("outcome", kind.toLowerCase(Locale.ROOT))
                                .serviceLevelObjectives(LATENCIES)
                                .register(meters));
    }
}
