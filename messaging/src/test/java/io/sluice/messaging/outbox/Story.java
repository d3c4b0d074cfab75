package io.sluice.messaging.outbox;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.Slot;
import io.sluice.contracts.WithdrawalEvent.CancellationRequested;
import io.sluice.contracts.WithdrawalId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Withdrawals whose events are numbered, so that a reader can tell order, loss and repeats. */
final class Story {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private Story() {}

    /** Withdrawals spread evenly over the shards. */
    static List<WithdrawalId> withdrawals(int count) {
        SplittableRandom random = new SplittableRandom();
        return IntStream.range(0, count)
                .mapToObj(i -> withdrawal(i % Shards.COUNT, random))
                .toList();
    }

    /** A withdrawal whose events go through this shard. */
    static WithdrawalId withdrawal(int shard) {
        return withdrawal(shard, new SplittableRandom());
    }

    private static WithdrawalId withdrawal(int shard, SplittableRandom random) {
        int first = (shard * Slot.COUNT + Shards.COUNT - 1) / Shards.COUNT;
        return WithdrawalId.mint(new Slot(first), NOW, random);
    }

    /** The withdrawal's event with this number, counted from 1. */
    static Envelope<?> event(WithdrawalId withdrawal, int number) {
        return new Envelope<>(
                EventId.derived(withdrawal.toString(), Integer.toString(number)),
                "test",
                NOW,
                null,
                null,
                new CancellationRequested(withdrawal, Integer.toString(number)));
    }

    /** The number of an event that {@link #event} made. */
    static int number(Envelope<?> event) {
        if (event.data() instanceof CancellationRequested data) {
            return Integer.parseInt(data.reason());
        }
        throw new IllegalArgumentException("event: " + event.data().type());
    }

    /** For each number in turn, the event of each withdrawal. */
    static List<Envelope<?>> events(List<WithdrawalId> withdrawals, int from, int to) {
        List<Envelope<?>> events = new ArrayList<>();
        for (int number = from; number <= to; number++) {
            for (WithdrawalId withdrawal : withdrawals) {
                events.add(event(withdrawal, number));
            }
        }
        return events;
    }
}
