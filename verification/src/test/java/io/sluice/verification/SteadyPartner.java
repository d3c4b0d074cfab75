package io.sluice.verification;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * Opens withdrawals without a break; one that is not answered is asked for again, with its key, until
 * it is.
 */
final class SteadyPartner {

    private static final long PAUSE_NANOS = 200_000_000;
    private static final String USER = "steady";

    /** Of the sandbox's table: ends that leave nothing to operators, and from which nothing comes back. */
    private static final String[] ENDINGS = {
        "00", "01", "02", "03", "06", "12", "13", "20", "21", "30", "35"
    };

    private final Outside outside;
    private final SplittableRandom random = new SplittableRandom(1);
    private final List<String> opened = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> work;
    private volatile boolean ending;

    private SteadyPartner(Outside outside) {
        this.outside = outside;
        this.work = CompletableFuture.runAsync(this::run);
    }

    static SteadyPartner begin(Outside outside) {
        outside.fund(USER, 1_000_000_000_000L);
        return new SteadyPartner(outside);
    }

    int opened() {
        if (work.isCompletedExceptionally()) {
            work.join();
        }
        return opened.size();
    }

    /** The ids of all that were opened; none is on its way when it returns. */
    List<String> end() {
        ending = true;
        work.join();
        return List.copyOf(opened);
    }

    private void run() {
        while (!ending) {
            String amount = random.nextInt(10, 1_000) + ENDINGS[random.nextInt(ENDINGS.length)];
            opened.add(open(amount, UUID.randomUUID().toString()));
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private String open(String amount, String key) {
        while (true) {
            try {
                Outside.Answer answer = outside.open(USER, amount, key);
                if (answer.status() == 201) {
                    return answer.body().path("withdrawalId").asString();
                }
                if (answer.status() < 500 && answer.status() != 409) {
                    throw new IllegalStateException(answer.status() + " " + answer.text());
                }
            } catch (UncheckedIOException _) {
                // nobody listens: asked again
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
