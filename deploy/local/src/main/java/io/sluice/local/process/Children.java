package io.sluice.local.process;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** Starts processes, writes them down, and stops them; after {@link #close} none starts any more. */
public final class Children {

    private static final Duration AFTER_KILL = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final ProcessTable table;
    private final ReentrantLock starting = new ReentrantLock();
    private boolean closed;

    public Children(ProcessTable table) {
        this.table = table;
    }

    public ProcessTable table() {
        return table;
    }

    /** The process leads a session of its own and is in the table when this returns. */
    public Process start(Child child) {
        List<String> command =
                Stream.concat(Programs.ownSession().stream(), child.command().stream()).toList();
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(child.directory().toFile())
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(child.log().toFile()));
        builder.environment().clear();
        builder.environment().putAll(child.environment());
        starting.lock();
        try {
            if (closed) {
                throw new PlainFailure("stopping: " + child.name() + " is not started any more");
            }
            Process process = builder.start();
            table.enter(Running.of(child.name(), child.role(), child.port(), process.toHandle()));
            return process;
        } catch (IOException e) {
            throw new PlainFailure("cannot start " + child.name() + ": " + e.getMessage(), e);
        } finally {
            starting.unlock();
        }
    }

    /** From now on nothing starts; what is starting at this moment is in the table already. */
    public void close() {
        starting.lock();
        try {
            closed = true;
        } finally {
            starting.unlock();
        }
    }

    public boolean isClosed() {
        starting.lock();
        try {
            return closed;
        } finally {
            starting.unlock();
        }
    }

    /**
     * Asks all of them at once to end, and ends those by force that are still there afterwards.
     * Whoever is ended leaves the table.
     */
    public void stop(List<Running> processes, Duration grace) {
        processes.forEach(Children::ask);
        long deadline = System.nanoTime() + grace.toNanos();
        for (Running process : processes) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            if (!Await.until(left, PAUSE, () -> !process.isAlive())) {
                process.handle().ifPresent(ProcessHandle::destroyForcibly);
                Await.until(AFTER_KILL, PAUSE, () -> !process.isAlive());
            }
            table.remove(process.name());
        }
    }

    /** PostgreSQL ends its sessions on SIGINT; on SIGTERM it waits for them. */
    private static void ask(Running process) {
        process.handle()
                .ifPresent(
                        handle -> {
                            if (process.role().equals("postgres")) {
                                interrupt(handle.pid());
                            } else {
                                handle.destroy();
                            }
                        });
    }

    private static void interrupt(long pid) {
        try {
            new ProcessBuilder("sh", "-c", "kill -INT \"$0\"", Long.toString(pid)).start();
        } catch (IOException e) {
            throw new PlainFailure("cannot signal pid " + pid + ": " + e.getMessage(), e);
        }
    }
}
