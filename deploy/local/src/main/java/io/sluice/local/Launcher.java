package io.sluice.local;

import io.sluice.local.process.Children;
import io.sluice.local.process.Console;
import io.sluice.local.process.Guard;
import io.sluice.local.process.Home;
import io.sluice.local.process.PlainFailure;
import io.sluice.local.process.PlatformLock;
import io.sluice.local.process.ProcessTable;
import io.sluice.local.process.Running;
import io.sluice.local.process.StartupCache;
import io.sluice.local.security.Security;
import io.sluice.local.server.Brokers;
import io.sluice.local.server.Kafka;
import io.sluice.local.server.Postgres;
import io.sluice.local.service.Instances;
import io.sluice.local.service.Service;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** The one process that starts the platform, watches over it, and takes it down when it ends. */
final class Launcher {

    static final String NAME = "launcher";

    private static final AtomicBoolean STOPPING = new AtomicBoolean();

    private final Home home;
    private final Console console;
    private final PlatformLock lock;
    private final Children children;
    private final Guard guard;
    private final Platform platform;

    private Launcher(
            Home home,
            Console console,
            PlatformLock lock,
            Children children,
            List<Service> services) {
        this.home = home;
        this.console = console;
        this.lock = lock;
        this.children = children;
        this.guard = Guard.post(home, Guard.sameLauncher("stop"));
        this.platform = new Platform(home, console, children, StartupCache.Purpose.WORK, services);
    }

    /** Whether this process is taking the platform down: what fails now fails because of that. */
    static boolean isStopping() {
        return STOPPING.get();
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
     * @param wanted which of the services, beside broker and database, and on which data
     */
    static Launcher start(Home home, Console console, Arguments.Run wanted) {
        home.create();
        PlatformLock lock =
                PlatformLock.tryTake(home)
                        .orElseThrow(
                                () ->
                                        new PlainFailure(
                                                "the platform is running already:"
                                                        + " './sluice status' shows it,"
                                                        + " './sluice stop' ends it"));
        Children children = new Children(new ProcessTable(home.processes()));
        StopOrder.stop(children, console);
        if (wanted.fresh()) {
            home.empty();
            home.create();
            console.step("fresh", "the data of earlier runs is deleted");
        }
        check(home, console);
        if (wanted.secure()) {
            secure(home);
        }
        children.table().enter(Running.of(NAME, NAME, 0, ProcessHandle.current()));
        Launcher launcher = new Launcher(home, console, lock, children, wanted.services());
        Runtime.getRuntime().addShutdownHook(new Thread(launcher::stop, "stop"));
        launcher.platform.prepare();
        new Training(home, console, children).trainOnce();
        launcher.platform.start();
        return launcher;
    }

    private static void check(Home home, Console console) {
        Map<Integer, String> users = new HashMap<>();
        Instances instances = new Instances(Instances.asked());
        for (Service service : Service.ALL) {
            instances.ports(service).forEach(port -> users.put(port, service.instanceName(port)));
        }
        Brokers brokers = Platform.brokers(Brokers.asked());
        for (int number : brokers.numbers()) {
            users.put(brokers.port(number), "Kafka");
            users.put(brokers.controllerPort(number), "Kafka's controller");
        }
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

    private static void secure(Home home) {
        Security.turnOn(
                home,
                Stream.concat(
                                Stream.of(Kafka.NAME, Postgres.NAME),
                                Service.OUTER.stream().map(Service::name))
                        .toList());
    }

    Security security() {
        return platform.security();
    }

    /** Blocks until the platform cannot be kept up; a signal ends the process before that. */
    PlainFailure watch() {
        return new Supervisor(console, platform).watch();
    }

    private void stop() {
        STOPPING.set(true);
        long begin = System.nanoTime();
        console.blank();
        children.close();
        StopOrder.stop(children, console);
        children.table().remove(NAME);
        Home.delete(home.training());
        lock.close();
        guard.dismiss();
        double seconds = (System.nanoTime() - begin) / 1e9;
        console.step("done", "stopped in %.1f s".formatted(seconds));
    }
}
