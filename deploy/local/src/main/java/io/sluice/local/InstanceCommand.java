package io.sluice.local;

import io.sluice.local.process.Children;
import io.sluice.local.process.Console;
import io.sluice.local.process.Home;
import io.sluice.local.process.PlainFailure;
import io.sluice.local.process.ProcessTable;
import io.sluice.local.process.Running;
import io.sluice.local.process.StartupCache;
import io.sluice.local.service.Service;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * {@code ./sluice add} and {@code remove}: further instances of a service. They end with the platform;
 * one that dies on its own is not started again.
 */
final class InstanceCommand {

    private static final Duration GRACE = Duration.ofSeconds(20);

    private InstanceCommand() {}

    static int add(Home home, Console console, Service service, int port) {
        if (!Launcher.isRunning(home)) {
            throw new PlainFailure("the platform is not running: './sluice run' starts it");
        }
        Checks.requireFree(Map.of(port, service.name()));
        Children children = new Children(new ProcessTable(home.processes()));
        new Platform(home, console, children, StartupCache.Purpose.WORK, List.of(service))
                .startService(service, port);
        return 0;
    }

    static int remove(Home home, Console console, Service service, int port) {
        ProcessTable table = new ProcessTable(home.processes());
        String name = service.instanceName(port);
        Running instance =
                table.find(name)
                        .filter(Running::isAlive)
                        .orElseThrow(
                                () ->
                                        new PlainFailure(
                                                name
                                                        + " is not running on port "
                                                        + port
                                                        + ": './sluice status' shows what is"));
        // Taken from the table first: the launcher starts again what dies while it stands there.
        table.remove(name);
        new Children(table).stop(List.of(instance), GRACE);
        console.step("removed", name);
        return 0;
    }
}
