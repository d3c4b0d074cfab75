package io.sluice.local;

import io.sluice.local.process.Console;
import io.sluice.local.process.Home;

/** {@code ./sluice run}: the platform, until Ctrl-C. */
final class RunCommand {

    private RunCommand() {}

    static int run(Home home, Console console, boolean fresh) {
        Launcher launcher = Launcher.start(home, console, fresh);
        if (io.sluice.local.service.Service.LEDGER_SERVICE.isBuilt(home))
            Funding.fundDemoWallets(console);
        Welcome.print(console);
        throw launcher.watch();
    }
}
