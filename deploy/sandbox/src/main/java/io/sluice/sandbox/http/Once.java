package io.sluice.sandbox.http;

import java.util.concurrent.atomic.AtomicBoolean;

/** Work that several ways may lead to and that must be done by the first of them only. */
public final class Once implements Runnable {

    private final AtomicBoolean claimed = new AtomicBoolean();
    private final Runnable action;

    public Once(Runnable action) {
        this.action = action;
    }

    /** True for the first caller, who then sees to the action. */
    public boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    public Runnable action() {
        return action;
    }

    @Override
    public void run() {
        if (claim()) {
            action.run();
        }
    }
}
