package io.sluice.messaging.outbox;

import io.r2dbc.spi.ConnectionFactory;
import io.sluice.messaging.EncodedEvent;

import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Publishes the rows of this instance's shards: takes the first ones, sends them all, and deletes
 * them when the broker has acknowledged them all, in the statement that takes the next. A crash in
 * between publishes them once more.
 *
 * <p>One thread does everything in turn, leases and rows; it waits for the broker in slices, so that
 * the leases go on. Nothing ends it but {@link #stop}.
 */
final class RelayLoop implements Runnable {

    private static final int FEW = 100;
    private static final Duration SLOW = Duration.ofSeconds(10);
    private static final Duration MEASURE_EVERY = Duration.ofSeconds(5);

    private record Batch(
            List<WaitingEvent> events, CompletableFuture<@Nullable Void> sent, long begun) {

        Duration age() {
            return Duration.ofNanos(System.nanoTime() - begun);
        }
    }

    private final ConnectionFactory connections;
    private final Function<Collection<EncodedEvent>, Mono<Void>> publish;
    private final OutboxProperties settings;
    private final ShardLeases leases;
    private final Bell bell;
    private final Wakes wakes;
    private final OutboxMetrics metrics;
    private final Outage database = new Outage("database");
    private final Outage broker = new Outage("broker");
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile long finishBy;
    private @Nullable Batch inFlight;
    private boolean joined;
    private long measureAt = System.nanoTime();

    RelayLoop(
            ConnectionFactory connections,
            Function<Collection<EncodedEvent>, Mono<Void>> publish,
            OutboxProperties settings,
            ShardLeases leases,
            Bell bell,
            Wakes wakes,
            OutboxMetrics metrics) {
        this.connections = connections;
        this.publish = publish;
        this.settings = settings;
        this.leases = leases;
        this.bell = bell;
        this.wakes = wakes;
        this.metrics = metrics;
    }

    /** Ends it after what is on its way, and the shards' release. */
    void stop(Duration finishWithin) {
        finishBy = System.nanoTime() + finishWithin.toNanos();
        stopping.countDown();
        bell.ring();
    }

    private boolean goesOn() {
        return stopping.getCount() > 0 || (inFlight != null && System.nanoTime() - finishBy < 0);
    }

    @Override
    public void run() {
        try {
            while (goesOn()) {
                try (OwnConnection own = OwnConnection.open(connections, settings.lease())) {
                    work(own);
                    leases.leave(own);
                    wakes.sharesChanged();
                } catch (RuntimeException | Error e) {
                    database.began(NestedExceptionUtils.getMostSpecificCause(e).toString());
                    leases.hurry();
                    pause(database.nextPause());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(OwnConnection own) throws InterruptedException {
        OutboxTable table = new OutboxTable(own.client());
        while (goesOn()) {
            if (leases.untilDue().isZero()) {
                keepUp(own, table);
            }
            if (inFlight == null) {
                inFlight = next(own, table, List.of());
            }
            if (inFlight == null || finish(own, table, inFlight)) {
                bell.await(shorter(settings.poll(), leases.untilDue()));
            }
        }
    }

    private void keepUp(OwnConnection own, OutboxTable table) {
        Shards released = leases.renew(own, inFlight == null);
        if (!released.isEmpty() || !joined) {
            joined = true;
            wakes.sharesChanged();
        }
        if (System.nanoTime() - measureAt >= 0) {
            metrics.measured(own.get(table.backlog()));
            measureAt = System.nanoTime() + MEASURE_EVERY.toNanos();
        }
        database.over();
    }

    /**
     * Deletes what was published, and starts to publish what comes next, if there is something and
     * the leases have time. After a refusal by the broker it is one row of each shard until that
     * passes, so that what precedes the refused row is not published again and again.
     */
    private @Nullable Batch next(
            OwnConnection own, OutboxTable table, List<WaitingEvent> published) {
        Shards held = leases.held();
        int ofEach = broker.isUnder() ? 1 : settings.batch();
        if (held.isEmpty() || stopping.getCount() == 0 || leases.untilDue().isZero()) {
            if (!published.isEmpty()) {
                own.done(table.delete(published));
            }
            return null;
        }
        List<WaitingEvent> next =
                own.get(
                        published.isEmpty()
                                ? table.next(held, ofEach)
                                : deleteAndNext(table, published, held, ofEach));
        boolean stillHeld = held.without(leases.held()).isEmpty();
        if (next.isEmpty() || !stillHeld) {
            return null;
        }
        long begun = System.nanoTime();
        List<EncodedEvent> events = next.stream().map(WaitingEvent::event).toList();
        return new Batch(next, publish.apply(events).toFuture(), begun);
    }

    /** In one statement for few, which looks at each of them for each row that it passes over. */
    private static Mono<List<WaitingEvent>> deleteAndNext(
            OutboxTable table, List<WaitingEvent> published, Shards held, int ofEach) {
        return published.size() <= FEW
                ? table.deleteAndNext(published, held, ofEach)
                : table.delete(published).then(Mono.defer(() -> table.next(held, ofEach)));
    }

    /**
     * Waits, no longer than the leases allow, and goes on to what comes next; answers whether that
     * was looked for in vain.
     */
    private boolean finish(OwnConnection own, OutboxTable table, Batch batch)
            throws InterruptedException {
        try {
            batch.sent().get(leases.untilDue().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            if (batch.age().compareTo(SLOW) > 0) {
                broker.began("no acknowledgement within " + SLOW.toSeconds() + " s");
            }
            return false;
        } catch (ExecutionException | CancellationException e) {
            inFlight = null;
            broker.began(NestedExceptionUtils.getMostSpecificCause(e).toString());
            pause(shorter(broker.nextPause(), leases.untilDue()));
            return false;
        }
        Duration age = batch.age();
        broker.over();
        inFlight = next(own, table, batch.events());
        metrics.published(batch.events(), age);
        return inFlight == null;
    }

    private void pause(Duration time) throws InterruptedException {
        boolean _ = stopping.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
