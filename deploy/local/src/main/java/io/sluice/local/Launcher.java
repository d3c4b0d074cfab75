package io.sluice.local;

import io.sluice.local.process.Children;
import io.sluice.local.process.Console;
import io.sluice.local.process.Guard;
import io.sluice.local.process.Home;
import io.sluice.local.process.PlainFailure;
import io.sluice.local.process.PlatformLock;
import io.sluice.local.process.ProcessTable;
import io.sluice.local.process.Running;
import io.sluice.local.service.Service;
import io.sluice.local.service.StartupCache;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The one process that starts the platform, watches over it, and takes it down when it ends. */
final class Launcher {

    static final String NAME = "launcher";

    private final Console console;
    private final ProcessTable table;
    private final PlatformLock lock;
    private final Guard guard;
    private final Platform platform;

    private Launcher(
            Console console,
            ProcessTable table,
            PlatformLock lock,
            Guard guard,
            Platform platform) {
        this.console = console;
        this.table = table;
        this.lock = lock;
        this.guard = guard;
        this.platform = platform;
    }

    static boolean isRunning(Home home) {
        home.create();
        var lock = PlatformLock.tryTake(home);
        lock.ifPresent(PlatformLock::close);
        return lock.isEmpty();
    }

    /**
     * Starts everything; whatever way this process ends from here on, what it started ends with it.
     *
     * @param fresh whether to empty the data first
     */
    static Launcher start(Home home, Console console, boolean fresh) {
        home.create();
        PlatformLock lock =
                PlatformLock.tryTake(home)
                        .orElseThrow(
                                () ->
                                        new PlainFailure(
                                                "the platform is running already:"
                                                        + " './sluice status' shows it,"
                                                        + " './sluice stop' ends it"));
        ProcessTable table = new ProcessTable(home.processes());
        StopOrder.stop(new Children(table), console);
        if (fresh) {
            home.empty();
            home.create();
            console.step("fresh", "the data of earlier runs is deleted");
        }
        check(home, console);
        table.enter(Running.of(NAME, NAME, 0, ProcessHandle.current()));
        Guard guard = Guard.post(home, Guard.sameLauncher("stop"));
        Platform platform = new Platform(home, console, new StartupCache());
        Launcher launcher = new Launcher(console, table, lock, guard, platform);
        Runtime.getRuntime().addShutdownHook(new Thread(launcher::stop, "stop"));
        platform.start();
        return launcher;
    }

    private static void check(Home home, Console console) {
        Map<Integer, String> users = new HashMap<>();
        Service.ALL.forEach(service -> users.put(service.port(), service.name()));
        users.put(Platform.KAFKA_PORT, "Kafka");
        users.put(Platform.CONTROLLER_PORT, "Kafka's controller");
        users.put(Platform.POSTGRES_PORT, "PostgreSQL");
        Checks.requireFree(users);
        double free = Checks.requireDisk(home);
        console.step(
                "checks",
                String.format(
                        Locale.ROOT,
                        "JDK %s, ports free, %.0f GB of disk free",
                        System.getProperty("java.version"),
                        free));
    }

    /** Blocks until the platform cannot be kept up; a signal ends the process before that. */
    PlainFailure watch() {
        return new Supervisor(console, platform).watch();
    }

    private void stop() {
        long begin = System.nanoTime();
        console.blank();
        StopOrder.stop(platform.children(), console);
        table.remove(NAME);
        lock.close();
        guard.dismiss();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        console.step("done", "stopped in %.1f s".formatted(took.toMillis() / 1000.0));
    }
}
