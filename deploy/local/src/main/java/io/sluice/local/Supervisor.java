package io.sluice.local;

import io.sluice.local.process.Console;
import io.sluice.local.process.PlainFailure;
import io.sluice.local.process.ProcessTable;
import io.sluice.local.process.Readiness;
import io.sluice.local.process.Running;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Starts a process again that died, a few times; one that dies again and again has a reason that a
 * restart does not cure.
 */
final class Supervisor {

    private static final int RESTARTS = 3;
    private static final Duration WITHIN = Duration.ofMinutes(2);

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
        platform.processes().forEach(this::watch);
        return givenUp.join();
    }

    private void watch(String name, Process process) {
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                process.waitFor();
                                died(name, process);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    private void died(String name, Process ended) {
        ProcessTable table = platform.children().table();
        boolean meant =
                platform.children().isClosed()
                        || table.find(name).filter(entry -> entry.pid() == ended.pid()).isEmpty();
        if (meant) {
            return;
        }
        String what = name + " died (exit code " + ended.exitValue() + ")";
        String words = Readiness.lastWords(platform.home().log(name));
        if (recentDeaths(name) > RESTARTS) {
            givenUp.complete(
                    new PlainFailure(
                            what + " for the " + (RESTARTS + 1) + "th time; giving up" + words));
            return;
        }
        console.warn(name, what + " and is started again" + words);
        startAgain(table.find(name).orElseThrow());
    }

    private void startAgain(Running dead) {
        try {
            Process process = platform.startAgain(dead);
            console.step(dead.name(), "is back, pid " + process.pid());
            watch(dead.name(), process);
        } catch (PlainFailure e) {
            if (!platform.children().isClosed()) {
                givenUp.complete(e);
            }
        }
    }

    private int recentDeaths(String name) {
        Instant now = Instant.now();
        List<Instant> recent = deaths.computeIfAbsent(name, _ -> new ArrayList<>());
        recent.removeIf(death -> death.isBefore(now.minus(WITHIN)));
        recent.add(now);
        return recent.size();
    }
}
