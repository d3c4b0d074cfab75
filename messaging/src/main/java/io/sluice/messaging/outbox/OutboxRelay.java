package io.sluice.messaging.outbox;

import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

import java.time.Duration;
import java.util.function.Supplier;

/** Runs the relay while the application runs, on two threads of its own. */
final class OutboxRelay implements SmartLifecycle {

    private static final Duration FINISH_WITHIN = Duration.ofSeconds(5);

    private record Running(RelayLoop loop, Thread relay, WakeChannel channel, Thread listener) {}

    private final Supplier<RelayLoop> loops;
    private final Supplier<WakeChannel> channels;
    private volatile @Nullable Running running;

    OutboxRelay(Supplier<RelayLoop> loops, Supplier<WakeChannel> channels) {
        this.loops = loops;
        this.channels = channels;
    }

    @Override
    public void start() {
        RelayLoop loop = loops.get();
        WakeChannel channel = channels.get();
        running =
                new Running(
                        loop,
                        daemon(loop, "outbox-relay"),
                        channel,
                        daemon(channel, "outbox-wakes"));
    }

    private static Thread daemon(Runnable task, String name) {
        return Thread.ofPlatform().daemon().name(name).start(task);
    }

    /** Finishes what is on its way, for a few seconds, and gives the shards back. */
    @Override
    public void stop() {
        Running stopping = running;
        if (stopping == null) {
            return;
        }
        running = null;
        try {
            stopping.loop().stop(FINISH_WITHIN);
            stopping.relay().join(FINISH_WITHIN.multipliedBy(2));
            stopping.channel().stop();
            stopping.listener().join(FINISH_WITHIN);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }

    /** Stops after the web server and the consumers, whose last events it still publishes. */
    @Override
    public int getPhase() {
        return 0;
    }
}
