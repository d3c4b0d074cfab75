package io.sluice.gateway.domain;

import static io.sluice.gateway.domain.Fixtures.FINDING;
import static io.sluice.gateway.domain.Fixtures.NOW;
import static io.sluice.gateway.domain.Fixtures.REPLAYING;
import static io.sluice.gateway.domain.Fixtures.RULES;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.PayoutEvent.PayoutSubmitted;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.SluiceEvent;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators end a doubt, and name the provider's reference that nobody had heard of. */
class OperatorsWordTest {

    private static final String REFERENCE = "W-756850";

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theirReferenceIsTold_soThatCallbacksThatNameItFindThePayout(boolean paid) {
        Decision decision = decide(paid, REFERENCE);

        assertThat(decision.events().stream().<Class<?>>map(SluiceEvent::getClass))
                .containsExactly(PayoutSubmitted.class, PayoutStatusReported.class);
        assertThat(((PayoutSubmitted) decision.events().getFirst()).providerReference())
                .isEqualTo(REFERENCE);
        assertThat(decision.next().attempts().getLast().announced()).isTrue();
    }

    @Test
    void withoutOneOnlyTheEndIsTold() {
        assertThat(decide(true, null).events())
                .singleElement()
                .isInstanceOf(PayoutStatusReported.class);
    }

    private static Decision decide(boolean paid, @Nullable String reference) {
        return Transitions.decide(
                Fixtures.in(PayoutState.IN_DOUBT, REPLAYING, FINDING),
                paid
                        ? new Signal.ResolvedSent(reference, "seen at the bank")
                        : new Signal.ResolvedNotPaid(reference, "the provider says so"),
                RULES,
                NOW);
    }
}
