package io.sluice.local;

import io.sluice.local.process.PlainFailure;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Several things at once. */
final class Together {

    private Together() {}

    /** Returns when all are done; throws what the first of them threw, without waiting for others. */
    static void run(Runnable... tasks) {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        CompletionService<Boolean> ends = new ExecutorCompletionService<>(threads);
        for (Runnable task : tasks) {
            Callable<Boolean> done =
                    () -> {
                        task.run();
                        return true;
                    };
            var _ = ends.submit(done);
        }
        try {
            for (int left = tasks.length; left > 0; left--) {
                ends.take().get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlainFailure("interrupted", e);
        } finally {
            threads.shutdown();
        }
    }
}
