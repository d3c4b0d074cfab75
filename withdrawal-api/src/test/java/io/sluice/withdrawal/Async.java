package io.sluice.withdrawal;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Calls at the same time, as many as a test makes: each on a thread of its own. */
final class Async {

    private Async() {}

    static <T> CompletableFuture<T> call(Supplier<T> call) {
        return CompletableFuture.supplyAsync(call, task -> Thread.ofVirtual().start(task));
    }
}
