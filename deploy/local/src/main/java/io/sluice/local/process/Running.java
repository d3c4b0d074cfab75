package io.sluice.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that was started, as written down.
 *
 * @param name unique among all: {@code ledger-service}, or {@code ledger-service-8181} for a second
 *     instance
 * @param role what it is: a service's name, {@code kafka}, {@code postgres} or {@code launcher}
 * @param startedAt when the system says it was started; tells the process from a later one that got
 *     the same pid
 */
public record Running(String name, String role, int port, long pid, Instant startedAt) {

    private static final Duration CLOCK_GRAIN = Duration.ofSeconds(2);

    public static Running of(String name, String role, int port, ProcessHandle handle) {
        Instant startedAt = handle.info().startInstant().orElseGet(Instant::now);
        return new Running(name, role, port, handle.pid(), startedAt);
    }

    /** The process, if it is still this one. */
    public Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(this::isThisOne)
                .filter(handle -> !isZombie());
    }

    public boolean isAlive() {
        return handle().isPresent();
    }

    private boolean isThisOne(ProcessHandle handle) {
        return handle.info()
                .startInstant()
                .map(started -> Duration.between(started, startedAt).abs())
                .map(apart -> apart.compareTo(CLOCK_GRAIN) <= 0)
                .orElse(true);
    }

    /** Ended, but nobody has asked how: in a container whose first process does not reap. */
    private boolean isZombie() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return false;
        }
    }
}
