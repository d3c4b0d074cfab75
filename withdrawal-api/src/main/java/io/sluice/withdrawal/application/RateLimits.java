package io.sluice.withdrawal.application;

import io.sluice.withdrawal.domain.Application;

import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;

/** Requests of an application within a minute, at this instance. */
public final class RateLimits {

    public static final int WINDOW_SECONDS = 60;

    /**
     * @param quota of the window; 0: no limit
     * @param remaining in the window
     * @param resetSeconds until the next window
     */
    public record Ticket(boolean taken, int quota, int remaining, int resetSeconds) {}

    private record Window(long number, int used) {}

    private final ConcurrentHashMap<String, Window> windows = new ConcurrentHashMap<>();

    public Ticket take(Application application, Instant now) {
        Integer quota = application.ratePerMinute();
        if (quota == null) {
            return new Ticket(true, 0, 0, 0);
        }
        long number = now.getEpochSecond() / WINDOW_SECONDS;
        Window window =
                windows.merge(
                        application.applicationKey(),
                        new Window(number, 1),
                        (before, first) ->
                                before.number() == number
                                        ? new Window(number, Math.min(before.used(), quota) + 1)
                                        : first);
        int reset = (int) (WINDOW_SECONDS - now.getEpochSecond() % WINDOW_SECONDS);
        return new Ticket(window.used() <= quota, quota, Math.max(0, quota - window.used()), reset);
    }
}
