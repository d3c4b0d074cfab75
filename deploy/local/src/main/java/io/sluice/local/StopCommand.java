package io.sluice.local;

import io.sluice.local.process.Await;
import io.sluice.local.process.Children;
import io.sluice.local.process.Console;
import io.sluice.local.process.Home;
import io.sluice.local.process.PlainFailure;
import io.sluice.local.process.PlatformLock;
import io.sluice.local.process.ProcessTable;
import io.sluice.local.process.Running;

import java.time.Duration;
import java.util.Optional;

/** {@code ./sluice stop}: ends the platform from another terminal, or what is left of one. */
final class StopCommand {

    private static final Duration LAUNCHER_GRACE = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private StopCommand() {}

    static int run(Home home, Console console) {
        home.create();
        ProcessTable table = new ProcessTable(home.processes());
        boolean launcherWasThere = endLauncher(home, table);
        int left = StopOrder.stop(new Children(table), console);
        table.remove(Launcher.NAME);
        Home.delete(home.training());
        boolean nothing = !launcherWasThere && left == 0;
        console.line(nothing ? "The platform is not running." : "The platform is stopped.");
        return 0;
    }

    /** The launcher stops the rest itself; one that does not answer is ended by force. */
    private static boolean endLauncher(Home home, ProcessTable table) {
        if (isFree(home)) {
            return false;
        }
        Running launcher =
                table.find(Launcher.NAME)
                        .orElseThrow(
                                () ->
                                        new PlainFailure(
                                                "the platform is only just starting: try again"));
        launcher.handle().ifPresent(ProcessHandle::destroy);
        if (!Await.until(LAUNCHER_GRACE, PAUSE, () -> isFree(home))) {
            launcher.handle().ifPresent(ProcessHandle::destroyForcibly);
        }
        return true;
    }

    private static boolean isFree(Home home) {
        Optional<PlatformLock> lock = PlatformLock.tryTake(home);
        lock.ifPresent(PlatformLock::close);
        return lock.isPresent();
    }
}
