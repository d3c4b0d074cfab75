package io.sluice.withdrawal.adapter.http;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.util.function.Function;

/** Input that was read: as it should be, or with a problem. */
sealed interface Checked<T> {

    record Good<T>(T value) implements Checked<T> {}

    record Bad<T>(Problem problem) implements Checked<T> {}

    default <R extends @Nullable Object> R either(Function<T, R> good, Function<Problem, R> bad) {
        return switch (this) {
            case Good<T>(T value) -> good.apply(value);
            case Bad<T>(Problem problem) -> bad.apply(problem);
        };
    }

    /** Goes on with what is good. */
    default <R> Checked<R> then(Function<T, Checked<R>> next) {
        return either(next, Bad::new);
    }

    /** For streams of work: the problem ends it. */
    default Mono<T> orRefuse() {
        return either(Mono::just, problem -> Mono.error(new RefusedRequest(problem)));
    }
}
