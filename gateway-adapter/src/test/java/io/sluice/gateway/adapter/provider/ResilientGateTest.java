package io.sluice.gateway.adapter.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.gateway.application.Gateway;
import io.sluice.gateway.application.Outcome;
import io.sluice.gateway.application.ProviderCalls;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.Coverage;
import io.sluice.gateway.domain.Finding;
import io.sluice.gateway.domain.PayoutOrder;
import io.sluice.gateway.domain.ProviderName;
import io.sluice.gateway.domain.Rules;
import io.sluice.gateway.domain.Terms;
import io.sluice.messaging.Destination;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.time.Instant;

class ResilientGateTest {

    private static final Duration QUICK = Duration.ofMillis(5);
    private static final Duration SLOW = Duration.ofSeconds(2);
    private static final Outcome GOOD = new Outcome.Absent();
    private static final Outcome BAD = Outcome.Unclear.because("time-out");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private ResilientGate gate(int concurrency, int perMinute) {
        Terms.Timing timing = new Terms.Timing(SLOW, SLOW, SLOW, SLOW);
        return new ResilientGate(
                new Gateway(
                        new ProviderName("tried"),
                        new Rules.Contract(
                                new Terms(new Terms.Replay(Duration.ofHours(20)), false, timing),
                                Coverage.EVERYTHING),
                        _ -> Finding.Effect.UNKNOWN,
                        new Nothing(),
                        new Nothing(),
                        null,
                        null,
                        new Gateway.Limits(
                                concurrency,
                                perMinute,
                                Duration.ofSeconds(1),
                                Duration.ofMillis(200))),
                meters);
    }

    private static void calls(ResilientGate gate, int count, Duration took, Outcome outcome) {
        for (int i = 0; i < count; i++) {
            assertThat(gate.enter()).isTrue();
            gate.leave(took, outcome);
        }
    }

    @Test
    void noMoreCallsAreUnderWayThanTheProviderIsGiven() {
        ResilientGate gate = gate(2, 0);

        assertThat(gate.enter()).isTrue();
        assertThat(gate.room()).isEqualTo(1);
        assertThat(gate.enter()).isTrue();
        assertThat(gate.room()).isZero();
        assertThat(gate.enter()).isFalse();
        assertThat(gate.view().underWay()).isEqualTo(2);
        gate.leave(QUICK, GOOD);

        assertThat(gate.enter()).isTrue();
    }

    @Test
    void noMoreCallsStartInAMinuteThanItsKeyAllows() {
        ResilientGate gate = gate(100, 60);

        calls(gate, 60, QUICK, GOOD);

        assertThat(gate.enter()).isFalse();
        assertThat(gate.room()).isZero();
        assertThat(gate.view().left()).isZero();
        assertThat(gate.closed()).isFalse();
        assertThat(gate.view().underWay()).isZero();
    }

    @Test
    void aProviderThatFailsIsLeftAloneForAWhileAndThenTriedWithAFewCalls() {
        ResilientGate gate = gate(100, 0);
        calls(gate, 10, QUICK, GOOD);

        calls(gate, 30, QUICK, BAD);

        assertThat(gate.closed()).isTrue();
        assertThat(gate.room()).isZero();
        assertThat(gate.enter()).isFalse();
        assertThat(gate.view().underWay()).isZero();
        assertThat(gate.view().breaker()).isEqualTo("OPEN");
        Awaitility.await().until(() -> !gate.closed());
        assertThat(gate.room()).isEqualTo(5);
        calls(gate, 5, QUICK, GOOD);
        assertThat(gate.view().breaker()).isEqualTo("CLOSED");
    }

    @Test
    void aProviderThatIsSlowIsLeftAloneToo() {
        ResilientGate gate = gate(100, 0);

        calls(gate, 40, SLOW, GOOD);

        assertThat(gate.closed()).isTrue();
    }

    @Test
    void refusalsAreAnswersAndOpenNoBreaker() {
        ResilientGate gate = gate(100, 0);

        calls(gate, 100, QUICK, new Outcome.Refused(io.sluice.gateway.domain.Refusal.of("AM04")));

        assertThat(gate.closed()).isFalse();
        assertThat(meters.get("sluice.gateway.calls").tag("outcome", "refused").timer().count())
                .isEqualTo(100);
    }

    /** A provider that is never called. */
    private static final class Nothing implements Gateway.Requests, ProviderCalls {

        @Override
        public String key(PayoutOrder order, int attempt) {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] write(PayoutOrder order, String key, Destination destination, Instant at) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Mono<Outcome.OfSubmit> submit(PayoutOrder order, Attempt attempt, byte[] request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Mono<Outcome.OfLookUp> lookUp(PayoutOrder order, Attempt attempt) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Mono<Outcome.OfCancel> cancel(PayoutOrder order, Attempt attempt) {
            throw new UnsupportedOperationException();
        }
    }
}
