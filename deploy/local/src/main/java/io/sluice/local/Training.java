package io.sluice.local;

import io.sluice.local.demo.Latency;
import io.sluice.local.process.Children;
import io.sluice.local.process.Console;
import io.sluice.local.process.Home;
import io.sluice.local.process.PlainFailure;
import io.sluice.local.process.PlatformLock;
import io.sluice.local.process.StartupCache;
import io.sluice.local.server.Kafka;
import io.sluice.local.service.Service;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Once for each build: runs the platform on data that is thrown away, pays out some withdrawals, and
 * keeps what the JVMs learned, so that every later start takes a fraction of the time.
 */
final class Training {

    /** Each assembly keeps a core busy. */
    private static final int AT_ONCE = 2;

    /** A JVM writes down what it learned when it ends; one that is killed meanwhile has learned nothing. */
    private static final Duration RECORDED_WITHIN = Duration.ofMinutes(2);

    private final Home home;
    private final Home trainingHome;
    private final Console console;
    private final Children children;
    private final Platform platform;

    Training(Home home, Console console, Children children) {
        this.home = home;
        this.trainingHome = home.withData(home.training());
        this.console = console;
        this.children = children;
        this.platform =
                new Platform(
                        trainingHome,
                        silent(),
                        children,
                        StartupCache.Purpose.TRAINING,
                        Service.ALL);
    }

    /** Does nothing when all caches are there, or when SLUICE_TRAINING=off. */
    void trainOnce() {
        if ("off".equals(System.getenv("SLUICE_TRAINING"))) {
            return;
        }
        try (PlatformLock _ = PlatformLock.take(home.cache().resolve("training.lock"))) {
            Home.delete(home.training());
            // Also where the logs of unpacking stand, for the services that are not to run.
            trainingHome.create();
            if (missing()) {
                train();
            }
        } finally {
            Home.delete(home.training());
        }
    }

    private void train() {
        console.step("training", "once for each build, so that later starts are quick ...");
        try {
            platform.start();
            Latency.practise(platform.security());
            StopOrder.stop(children, silent(), RECORDED_WITHIN);
            console.step("training", assemble() + " start-up caches made");
        } catch (PlainFailure e) {
            StopOrder.stop(children, silent());
            console.warn("training", "failed, starting without: " + e.getMessage());
        }
    }

    private boolean missing() {
        List<StartupCache> caches = new ArrayList<>();
        caches.add(platform.kafka().cache());
        Service.ALL.forEach(service -> caches.add(platform.starter().cache(service)));
        return !caches.stream().allMatch(StartupCache::exists);
    }

    private int assemble() {
        AtomicInteger made = new AtomicInteger();
        Semaphore turns = new Semaphore(AT_ONCE);
        List<Runnable> assemblies = new ArrayList<>();
        Kafka kafka = platform.kafka();
        assemblies.add(
                () ->
                        count(
                                made,
                                kafka.cache()
                                        .assemble(kafka::command, home.log("training-kafka"))));
        for (Service service : Service.ALL) {
            assemblies.add(
                    () ->
                            count(
                                    made,
                                    platform.starter()
                                            .cache(service)
                                            .assemble(
                                                    flags ->
                                                            platform.starter()
                                                                    .command(service, flags),
                                                    home.log("training-" + service.name()))));
        }
        Together.run(
                assemblies.stream()
                        .map(assembly -> (Runnable) () -> inTurn(turns, assembly))
                        .toArray(Runnable[]::new));
        return made.get();
    }

    private static void inTurn(Semaphore turns, Runnable assembly) {
        turns.acquireUninterruptibly();
        try {
            assembly.run();
        } finally {
            turns.release();
        }
    }

    private static void count(AtomicInteger made, boolean success) {
        if (success) {
            made.incrementAndGet();
        }
    }

    private static Console silent() {
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Console(nowhere, false, Instant.now());
    }
}
