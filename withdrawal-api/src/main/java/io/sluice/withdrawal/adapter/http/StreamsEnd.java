package io.sluice.withdrawal.adapter.http;

import io.sluice.withdrawal.application.ChangeFeed;

import org.springframework.context.SmartLifecycle;

/** Ends what listens before the server waits for its last requests: streams would never end. */
final class StreamsEnd implements SmartLifecycle {

    private final ChangeFeed changes;
    private volatile boolean running;

    StreamsEnd(ChangeFeed changes) {
        this.changes = changes;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        changes.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
