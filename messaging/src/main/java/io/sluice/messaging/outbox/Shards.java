package io.sluice.messaging.outbox;

import io.sluice.contracts.Topics;

import java.util.Collection;
import java.util.stream.IntStream;

/** A set of the outbox's shards, which are the topics' partition numbers. */
record Shards(int bits) {

    static final int COUNT = Topics.PARTITIONS;
    static final Shards NONE = new Shards(0);

    Shards {
        if (bits >>> COUNT != 0) {
            throw new IllegalArgumentException(
                    "shards: " + bits + " (expected: no bit above the first " + COUNT + ")");
        }
    }

    static Shards of(Collection<? extends Number> shards) {
        return new Shards(
                shards.stream().mapToInt(s -> 1 << s.intValue()).reduce(0, (a, b) -> a | b));
    }

    boolean isEmpty() {
        return bits == 0;
    }

    int size() {
        return Integer.bitCount(bits);
    }

    boolean meets(Shards others) {
        return (bits & others.bits) != 0;
    }

    Shards and(Shards others) {
        return new Shards(bits | others.bits);
    }

    Shards without(Shards others) {
        return new Shards(bits & ~others.bits);
    }

    /** All but the lowest {@code kept} of them. */
    Shards beyond(int kept) {
        int rest = bits;
        for (int i = 0; i < kept; i++) {
            rest &= rest - 1;
        }
        return new Shards(rest);
    }

    /** In ascending order, as PostgreSQL takes them. */
    Short[] toArray() {
        return IntStream.range(0, COUNT)
                .filter(shard -> (bits & 1 << shard) != 0)
                .mapToObj(shard -> (short) shard)
                .toArray(Short[]::new);
    }
}
