package io.sluice.local;

import io.sluice.local.process.Console;
import io.sluice.local.process.Home;
import io.sluice.local.service.Service;

import java.util.List;

/** {@code ./sluice run}: the platform, until Ctrl-C. */
final class RunCommand {

    private RunCommand() {}

    static int run(Home home, Console console, boolean fresh, List<Service> services) {
        Launcher launcher = Launcher.start(home, console, fresh, services);
        Welcome.print(console, services);
        throw launcher.watch();
    }
}
