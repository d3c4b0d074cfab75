package io.sluice.gateway.domain;

import io.sluice.contracts.PayoutStatusReported;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** What the rooms around the domain do, as the simulation does it. */
final class Practice {

    private Practice() {}

    static ProviderName[] route(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> new ProviderName[] {Fixtures.REPLAYING};
            case 1 -> new ProviderName[] {Fixtures.FINDING};
            case 2 -> new ProviderName[] {Fixtures.REPLAYING, Fixtures.FINDING};
            default -> new ProviderName[] {Fixtures.FINDING, Fixtures.REPLAYING};
        };
    }

    /** With, now and then, one provider closed. */
    static Rules rules(
            Collection<ModelProvider> providers,
            RandomGenerator random,
            @Nullable Instant restoredAt) {
        Map<ProviderName, Rules.Contract> contracts =
                providers.stream()
                        .collect(
                                Collectors.toMap(
                                        ModelProvider::name,
                                        provider ->
                                                new Rules.Contract(
                                                        provider.terms(), Coverage.EVERYTHING)));
        Set<ProviderName> closed =
                random.nextInt(8) == 0
                        ? Set.of(random.nextBoolean() ? Fixtures.REPLAYING : Fixtures.FINDING)
                        : Set.of();
        return new Rules(contracts, closed, restoredAt);
    }

    /** A fact of our own that comes round. */
    static Signal.Reported heard(PayoutStatusReported fact) {
        return new Signal.Reported(
                fact.attempt(),
                new ProviderName(fact.provider()),
                fact.status(),
                new Attempt.Paid(
                        fact.sentTotal(), fact.returnedTotal(), fact.fee(), fact.isFinal()),
                fact.providerReference(),
                fact.reasonCode(),
                fact.source());
    }

    /** As {@code Preparation} does it: null where nothing is to be sent. */
    static @Nullable Prepared prepared(Payout payout, Rules rules, Instant now) {
        Plan plan = payout.plan();
        boolean first = payout.state() == PayoutState.AUTHORIZED;
        boolean again = plan != null && plan.step() == Step.SEND_AGAIN;
        if (!first && !again) {
            return null;
        }
        Attempt repeated =
                payout.current()
                        .filter(last -> again || last.state() == AttemptState.DEFERRED)
                        .orElse(null);
        boolean replays = rules.terms(payout.provider()).doubtRule() instanceof Terms.Replay;
        if (repeated != null && replays) {
            return new Prepared(repeated.key(), "sealed", repeated.stampedAt());
        }
        int number = repeated == null ? payout.attempts().size() + 1 : repeated.number();
        return new Prepared(payout.provider() + "/" + payout.id() + "/" + number, "sealed", now);
    }
}
