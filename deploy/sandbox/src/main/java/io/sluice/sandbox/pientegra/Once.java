package io.sluice.sandbox.pientegra;

import java.util.concurrent.atomic.AtomicBoolean;

/** Work that several ways may lead to and that must be done by the first of them only. */
final class Once implements Runnable {

    private final AtomicBoolean claimed = new AtomicBoolean();
    private final Runnable action;

    Once(Runnable action) {
        this.action = action;
    }

    /** True for the first caller, who then sees to the action. */
    boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    Runnable action() {
        return action;
    }

    @Override
    public void run() {
        if (claim()) {
            action.run();
        }
    }
}
