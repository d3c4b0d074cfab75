package io.sluice.local;

import io.sluice.local.process.Console;
import io.sluice.local.process.PlainFailure;
import io.sluice.local.process.Readiness;
import io.sluice.local.process.Running;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Starts a process again that died, also while it was starting, a few times; one that dies again and
 * again has a reason that a restart does not cure.
 */
final class Supervisor {

    private static final int RESTARTS = 5;
    private static final Duration WITHIN = Duration.ofMinutes(2);
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Console console;
    private final Platform platform;
    private final Map<String, List<Instant>> deaths = new ConcurrentHashMap<>();
    private final CompletableFuture<PlainFailure> givenUp = new CompletableFuture<>();

    Supervisor(Console console, Platform platform) {
        this.console = console;
        this.platform = platform;
    }

    /** Returns, with the reason, only when it gives up. */
    PlainFailure watch() {
        platform.processes()
                .forEach((name, process) -> Thread.ofVirtual().start(() -> keepUp(name, process)));
        return givenUp.join();
    }

    private void keepUp(String name, Process first) {
        try {
            Process process = first;
            process.waitFor();
            while (!isMeant(name, process)) {
                String what = name + " died (exit code " + process.exitValue() + ")";
                process = again(name, what + Readiness.lastWords(platform.home().log(name)));
                console.step(name, "is back, pid " + process.pid());
                process.waitFor();
            }
        } catch (PlainFailure e) {
            if (!platform.children().isClosed()) {
                givenUp.complete(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isMeant(String name, Process ended) {
        return platform.children().isClosed()
                || entry(name).filter(entry -> entry.pid() == ended.pid()).isEmpty();
    }

    /**
     * Another process in its place, ready for work.
     *
     * @throws PlainFailure when it has died too often, or neither ends nor becomes ready
     */
    private Process again(String name, String firstWhy) {
        String why = firstWhy;
        while (true) {
            if (recentDeaths(name) > RESTARTS) {
                throw new PlainFailure(why + "\nfor the " + (RESTARTS + 1) + "th time; giving up");
            }
            console.warn(name, why + "\nand is started again");
            try {
                return platform.startAgain(entry(name).orElseThrow());
            } catch (PlainFailure e) {
                boolean lives = entry(name).filter(Running::isAlive).isPresent();
                if (lives || platform.children().isClosed()) {
                    throw e;
                }
                why = String.valueOf(e.getMessage());
                // What it lacked, such as memory that its predecessor's children still hold, may
                // come.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private Optional<Running> entry(String name) {
        return platform.children().table().find(name);
    }

    private int recentDeaths(String name) {
        Instant now = Instant.now();
        List<Instant> recent = deaths.computeIfAbsent(name, _ -> new ArrayList<>());
        recent.removeIf(death -> death.isBefore(now.minus(WITHIN)));
        recent.add(now);
        return recent.size();
    }
}
