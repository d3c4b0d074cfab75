package io.sluice.verification.simulation;

import io.sluice.contracts.FactSource;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.LedgerEvent.PayoutAuthorized;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.PayoutStatusClaimed;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.gateway.application.Outcome;
import io.sluice.gateway.application.Payouts;
import io.sluice.gateway.application.ProviderCalls;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.Decision;
import io.sluice.gateway.domain.Payout;
import io.sluice.gateway.domain.PayoutOrder;
import io.sluice.gateway.domain.PayoutState;
import io.sluice.gateway.domain.ProviderName;
import io.sluice.gateway.domain.Refusal;
import io.sluice.gateway.domain.Signal;
import io.sluice.gateway.domain.Terms;
import io.sluice.messaging.BatchHandler;
import io.sluice.messaging.BatchResult;
import io.sluice.messaging.EncodedEvent;
import io.sluice.messaging.Inbound;
import io.sluice.verification.simulation.service.Seams;
import io.sluice.verification.simulation.service.Shared;
import io.sluice.verification.simulation.world.Weather;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Bugs in how the gateway takes what providers say, or do not say. */
final class GatewayBugs {

    private GatewayBugs() {}

    private static ProviderCalls submitting(
            ProviderCalls real, UnaryOperator<Outcome.OfSubmit> told) {
        return Instead.of(
                ProviderCalls.class,
                real,
                "submit",
                words ->
                        real.submit((PayoutOrder) words[0], (Attempt) words[1], (byte[]) words[2])
                                .map(told));
    }

    @SuppressWarnings("unchecked")
    private static Payouts applying(
            Payouts real, UnaryOperator<BiFunction<Payout, Signal, Decision>> changed) {
        return Instead.of(
                Payouts.class,
                real,
                "apply",
                words ->
                        real.apply(
                                (List<Payouts.Occurrence>) words[0],
                                changed.apply((BiFunction<Payout, Signal, Decision>) words[1])));
    }

    static final class CascadesAfterATimeOut extends Seams {

        @Override
        public ProviderCalls calls(ProviderCalls real) {
            return submitting(
                    real,
                    told ->
                            told instanceof Outcome.Unclear
                                    ? new Outcome.Refused(Refusal.of("AM04"))
                                    : told);
        }
    }

    static final class ReleasesOnError extends Seams {

        @Override
        public ProviderCalls calls(ProviderCalls real) {
            return submitting(
                    real,
                    told ->
                            told instanceof Outcome.Unclear
                                    ? new Outcome.Refused(Refusal.of("AC01"))
                                    : told);
        }
    }

    static final class RetriesUnderAnotherKey extends Seams {

        @Override
        public ProviderCalls calls(ProviderCalls real) {
            return Instead.of(
                    ProviderCalls.class,
                    real,
                    "submit",
                    words -> {
                        Attempt attempt = (Attempt) words[1];
                        boolean again = attempt.sends() > 1 && attempt.key().length() == 36;
                        return real.submit(
                                (PayoutOrder) words[0],
                                again ? under(attempt.key() + attempt.sends(), attempt) : attempt,
                                (byte[]) words[2]);
                    });
        }

        private static Attempt under(String key, Attempt attempt) {
            return new Attempt(
                    attempt.number(),
                    attempt.provider(),
                    attempt.cascadeLevel(),
                    key,
                    attempt.sealedRequest(),
                    attempt.state(),
                    attempt.reference(),
                    attempt.announced(),
                    attempt.arrived(),
                    attempt.firstSentAt(),
                    attempt.stampedAt(),
                    attempt.sends(),
                    attempt.outcome(),
                    attempt.reasonCode(),
                    attempt.paid());
        }
    }

    static final class ForgetsTheLease extends Seams {

        private Instant claimedAt = Instant.MIN;
        private long toBegin;

        @Override
        public Weather weather(Weather real) {
            return Weather.SLEEPY;
        }

        @Override
        @SuppressWarnings("unchecked")
        public Payouts payouts(Payouts real) {
            return Instead.of(
                    Payouts.class,
                    real,
                    "claim",
                    words ->
                            real.claim(
                                            (ProviderName) words[0],
                                            (Payouts.Due) words[1],
                                            (int) words[2],
                                            (Instant) words[3],
                                            (Function<Payout, Decision>) words[4])
                                    .doOnNext(claimed -> begin(claimed, (Instant) words[3])));
        }

        private void begin(List<Payout> claimed, Instant now) {
            claimedAt = now;
            toBegin =
                    claimed.stream()
                            .map(Payout::plan)
                            .filter(plan -> plan != null && plan.dueAt().isAfter(now))
                            .count();
        }

        /** What was claimed is begun at the time of the claim, however late it is. */
        @Override
        public Clock clock(Clock real) {
            return new Clock() {
                @Override
                public Instant instant() {
                    if (toBegin == 0) {
                        return real.instant();
                    }
                    toBegin--;
                    return claimedAt;
                }

                @Override
                public ZoneId getZone() {
                    return real.getZone();
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }
            };
        }
    }

    static final class BelievesARefusedRepeat extends Seams {

        @Override
        public Payouts payouts(Payouts real) {
            return applying(
                    real,
                    decide ->
                            (payout, signal) ->
                                    decide.apply(
                                            signal instanceof Signal.Refused
                                                            && payout.state()
                                                                    == PayoutState.IN_DOUBT
                                                    ? sending(payout)
                                                    : payout,
                                            signal));
        }

        private static Payout sending(Payout payout) {
            return new Payout(
                    payout.order(),
                    PayoutState.SENDING,
                    payout.provider(),
                    payout.cascadeLevel(),
                    payout.claim(),
                    payout.plan(),
                    payout.tries(),
                    null,
                    null,
                    payout.attempts());
        }
    }

    static final class RepeatsForTwoDays extends Seams {

        @Override
        public Weather weather(Weather real) {
            return Weather.SLEEPY;
        }

        @Override
        public Terms terms(Terms real) {
            return real.doubtRule() instanceof Terms.Replay
                    ? new Terms(
                            new Terms.Replay(Duration.ofHours(48)), real.cancels(), real.timing())
                    : real;
        }
    }

    static final class BelievesAClaim extends Seams {

        private final Map<PayoutId, PayoutAuthorized> authorized = new HashMap<>();

        @Override
        public BatchHandler handler(String group, BatchHandler real) {
            return group.startsWith("gateway-adapter")
                    ? batch -> real.handle(batch).then(believe(batch))
                    : real;
        }

        private Mono<BatchResult> believe(List<Inbound> batch) {
            List<EncodedEvent> facts = new ArrayList<>();
            for (Inbound record : batch) {
                if (record.envelope().data() instanceof PayoutAuthorized payout) {
                    authorized.put(payout.payoutId(), payout);
                }
                if (record.envelope().data() instanceof PayoutStatusClaimed claim
                        && claim.claimedStatus().equals("approved")) {
                    facts.add(
                            Shared.CODEC.encode(
                                    record.envelope()
                                            .then(
                                                    record.envelope().id(),
                                                    "gateway-adapter",
                                                    claim.receivedAt(),
                                                    fact(claim))));
                }
            }
            return Mono.just(new BatchResult(facts));
        }

        private PayoutStatusReported fact(PayoutStatusClaimed claim) {
            PayoutAuthorized payout =
                    Objects.requireNonNull(authorized.get(claim.payoutId()), "authorized before");
            return new PayoutStatusReported(
                    payout.withdrawalId(),
                    claim.payoutId(),
                    claim.attempt(),
                    FactStatus.SENT,
                    payout.amount(),
                    0,
                    payout.currency(),
                    true,
                    0,
                    claim.provider(),
                    claim.providerReference(),
                    null,
                    claim.receivedAt(),
                    FactSource.CALLBACK);
        }
    }
}
