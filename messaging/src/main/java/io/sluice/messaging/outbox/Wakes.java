package io.sluice.messaging.outbox;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells the relay that holds a shard that there is something to publish: this instance's by a ring,
 * another's by a message that {@link WakeChannel} sends. A wake may be lost; the relay's poll is the
 * safety net.
 */
final class Wakes {

    /** Bits of a message: the shards to be looked at, and whether the shares have changed. */
    static final int SHARES_CHANGED = 1 << Shards.COUNT;

    static final int ALL_SHARDS = SHARES_CHANGED - 1;

    private final ShardLeases leases;
    private final Bell relay;
    private final Bell sender = new Bell();
    private final AtomicInteger unsent = new AtomicInteger();

    Wakes(ShardLeases leases, Bell relay) {
        this.leases = leases;
        this.relay = relay;
    }

    /** Never blocks. */
    void wake(Shards shards) {
        Shards held = leases.held();
        if (held.meets(shards)) {
            relay.ring();
        }
        announce(shards.without(held).bits());
    }

    /** Tells the others that there are shards to be had, or one more to share them with. */
    void sharesChanged() {
        announce(SHARES_CHANGED);
    }

    private void announce(int bits) {
        if (bits != 0) {
            unsent.accumulateAndGet(bits, (a, b) -> a | b);
            sender.ring();
        }
    }

    /** Waits until there is something to send, until {@link #look}, or the time-out. */
    void awaitUnsent(Duration atMost) throws InterruptedException {
        sender.await(atMost);
    }

    /** Ends {@link #awaitUnsent}. */
    void look() {
        sender.ring();
    }

    /** All that was announced since the last call, as one message; zero: nothing. */
    int takeUnsent() {
        return unsent.getAndSet(0);
    }

    /** What another instance, or this one, has announced. */
    void heard(int bits) {
        if ((bits & SHARES_CHANGED) != 0) {
            leases.hurry();
            relay.ring();
        }
        if (leases.held().meets(new Shards(bits & ALL_SHARDS))) {
            relay.ring();
        }
    }
}
