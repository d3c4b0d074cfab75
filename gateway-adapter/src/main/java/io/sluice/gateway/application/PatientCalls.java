package io.sluice.gateway.application;

import io.sluice.gateway.application.Gateways.Manned;
import io.sluice.gateway.application.ProviderStatements.NotStated;
import io.sluice.gateway.domain.Terms;

import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/** Questions to a provider that have time: they go through its gate, behind everybody else. */
final class PatientCalls {

    private static final int MOST_REPEATS = 3;

    private PatientCalls() {}

    /**
     * One question, asked when the gate has room; where it is not answered, a few times more.
     *
     * @param call made anew for each try, since a request is as old as its making
     * @param became what an answer is to the provider's breaker and metrics
     */
    static <T> Mono<T> call(
            Manned manned, Supplier<Mono<T>> call, Function<? super T, ? extends Outcome> became) {
        Terms.Timing timing = manned.gateway().contract().terms().timing();
        NotStated noRoom = new NotStated("no room");
        return Mono.defer(() -> enter(manned) ? called(manned, call, became) : Mono.error(noRoom))
                .retryWhen(
                        Retry.fixedDelay(Long.MAX_VALUE, timing.doubtPause())
                                .filter(noRoom::equals))
                .retryWhen(
                        Retry.backoff(MOST_REPEATS, timing.doubtPause())
                                .maxBackoff(timing.longestPause())
                                .onRetryExhaustedThrow((_, last) -> last.failure()))
                .onErrorMap(
                        IllegalStateException.class,
                        failure -> new NotStated(String.valueOf(failure.getMessage())));
    }

    /** Of a limited rate, half is left to payouts. */
    private static boolean enter(Manned manned) {
        Integer left = manned.gate().view().left();
        boolean plenty = left == null || left > manned.gateway().limits().perMinute() / 2;
        return plenty && manned.gate().enter();
    }

    private static <T> Mono<T> called(
            Manned manned, Supplier<Mono<T>> call, Function<? super T, ? extends Outcome> became) {
        long begun = System.nanoTime();
        return Mono.using(
                () -> new AtomicReference<Outcome>(new Outcome.Unanswered("not answered")),
                outcome -> call.get().map(answer -> definite(answer, became, outcome)),
                outcome ->
                        manned.gate()
                                .leave(Duration.ofNanos(System.nanoTime() - begun), outcome.get()));
    }

    private static <T> T definite(
            T answer,
            Function<? super T, ? extends Outcome> became,
            AtomicReference<Outcome> outcome) {
        outcome.set(became.apply(answer));
        if (outcome.get() instanceof Outcome.Unanswered unanswered) {
            throw new NotStated(unanswered.reason());
        }
        return answer;
    }
}
