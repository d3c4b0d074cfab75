package io.sluice.verification.chaos;

import io.sluice.verification.bench.PartnerEndpoint;
import io.sluice.verification.clear.NothingInClear;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Partners who open withdrawals at a steady rate, ask again under the same key until they are
 * answered, and hear webhooks.
 */
final class Partners implements PartnerEndpoint.Listener, AutoCloseable {

    /** Both instances of the API. */
    private static final List<Integer> PORTS = List.of(8080, 8100);

    private static final int CREATED = 201;
    private static final int MOST_AT_ONCE = 2_000;
    private static final int USERS = 40;
    private static final int USUAL_PERCENT = 70;
    private static final int LARGEST_WHOLE = 1_000;
    private static final long PAUSE_NANOS = Duration.ofMillis(500).toNanos();

    /** Endings of the amount that choose what the provider does: the sandbox's table. */
    private static final List<Integer> ENDINGS =
            List.of(
                    1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 20, 21, 22, 23, 24, 25, 30, 31,
                    32, 33, 34, 35, 36);

    /** The last that a partner heard of a withdrawal. */
    record LastWord(int sequence, String status) {}

    private final Outside outside = new Outside();
    private final SplittableRandom random;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final Map<String, LastWord> lastWords = new ConcurrentHashMap<>();
    private final Set<String> events = ConcurrentHashMap.newKeySet();
    private final AtomicLong offered = new AtomicLong();
    private final LongAdder askedAgain = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final Progress progress = new Progress();
    private volatile long lastHeard = System.nanoTime();

    Partners(long seed) {
        random = new SplittableRandom(seed);
    }

    static String[] users() {
        String[] users = new String[USERS];
        for (int i = 0; i < USERS; i++) {
            users[i] = "chaos-user-" + i;
        }
        return users;
    }

    /** Opens withdrawals until the end; returns when all were offered, if not answered. */
    void offer(double perSecond, Duration length) {
        long begin = System.nanoTime();
        progress.begin();
        for (long n = 0; n / perSecond < length.toNanos() / 1e9; n++) {
            long due = begin + (long) (n / perSecond * 1e9);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            places.acquireUninterruptibly();
            offered.incrementAndGet();
            String key = key();
            String body = body();
            int first = random.nextInt(PORTS.size());
            threads.execute(() -> open(key, body, first));
        }
        progress.end();
    }

    private void open(String key, String body, int first) {
        try {
            for (int tries = 0; !threads.isShutdown(); tries++) {
                Outside.Answer answer =
                        outside.open(PORTS.get((first + tries) % PORTS.size()), key, body);
                if (answer.status() == CREATED) {
                    accepted.add(answer.json().path("withdrawalId").asString());
                    return;
                }
                if (answer.status() == 400 || answer.status() == 401 || answer.status() == 422) {
                    refused.increment();
                    return;
                }
                askedAgain.increment();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } finally {
            places.release();
        }
    }

    /** A UUID of version 4, as the API asks for, but from the seed. */
    private String key() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & ~(3L << 62)) | (1L << 63);
        return new UUID(high, low).toString();
    }

    private String body() {
        int ending =
                random.nextInt(100) < USUAL_PERCENT
                        ? 0
                        : ENDINGS.get(random.nextInt(ENDINGS.size()));
        return """
        {"externalUserId":"chaos-user-%d","amount":"%d","currency":"TRY",\
        "targetIban":"%s","targetHolderName":"%s"}"""
                .formatted(
                        random.nextInt(USERS),
                        100L * random.nextInt(1, LARGEST_WHOLE) + ending,
                        NothingInClear.IBAN,
                        NothingInClear.HOLDER);
    }

    @Override
    public void heard(String eventType, String withdrawalId, long nanos) {
        if (Set.of("withdrawal.sent", "withdrawal.rejected").contains(eventType)
                && ended.add(withdrawalId)) {
            progress.made(nanos);
        }
    }

    @Override
    public void read(String body) {
        lastHeard = System.nanoTime();
        JsonNode event = JsonMapper.shared().readTree(body);
        if (!events.add(event.path("eventId").asString())) {
            repeated.increment();
        }
        LastWord word =
                new LastWord(
                        event.path("sequence").asInt(),
                        event.path("withdrawal").path("status").asString());
        lastWords.merge(
                event.path("withdrawal").path("id").asString(),
                word,
                (a, b) -> a.sequence() >= b.sequence() ? a : b);
    }

    Set<String> accepted() {
        return accepted;
    }

    /** Withdrawals of which the partner heard that they are sent or rejected. */
    Set<String> ended() {
        return ended;
    }

    Map<String, LastWord> lastWords() {
        return lastWords;
    }

    long offered() {
        return offered.get();
    }

    long unanswered() {
        return offered.get() - accepted.size() - refused.sum();
    }

    long refused() {
        return refused.sum();
    }

    long askedAgain() {
        return askedAgain.sum();
    }

    /** Since the last webhook. */
    Duration silentFor() {
        return Duration.ofNanos(System.nanoTime() - lastHeard);
    }

    /** Webhooks that came again: allowed, since delivery is at least once. */
    long repeated() {
        return repeated.sum();
    }

    /** While load was offered: the longest time in which no withdrawal ended. */
    double longestWithoutProgressSeconds() {
        return progress.longestSeconds();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** The longest pause between two ends. */
    private static final class Progress {

        private long last;
        private long longest;
        private boolean running;

        synchronized void begin() {
            last = System.nanoTime();
            running = true;
        }

        synchronized void made(long nanos) {
            if (running) {
                longest = Math.max(longest, nanos - last);
                last = Math.max(last, nanos);
            }
        }

        synchronized void end() {
            made(System.nanoTime());
            running = false;
        }

        synchronized double longestSeconds() {
            return longest / 1e9;
        }
    }
}
