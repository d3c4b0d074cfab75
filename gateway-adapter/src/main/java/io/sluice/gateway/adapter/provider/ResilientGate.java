package io.sluice.gateway.adapter.provider;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.sluice.gateway.application.Gate;
import io.sluice.gateway.application.Gateway;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Bulkhead, rate limiter and circuit breaker of one provider. */
final class ResilientGate implements Gate {

    private static final int WINDOW_CALLS = 100;
    private static final int LEAST_CALLS = 40;
    private static final int PROBES = 5;
    private static final float OPEN_AT_PERCENT = 75;

    private final Bulkhead bulkhead;
    private final CircuitBreaker breaker;
    private final @Nullable RateLimiter rate;

    ResilientGate(Gateway gateway) {
        Gateway.Limits limits = gateway.limits();
        String name = gateway.name().value();
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
    public void leave(Duration took, boolean healthy) {
        bulkhead.onComplete();
        if (healthy) {
            breaker.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
        } else {
            breaker.onError(
                    took.toNanos(), TimeUnit.NANOSECONDS, new IllegalStateException("no answer"));
        }
    }
}
