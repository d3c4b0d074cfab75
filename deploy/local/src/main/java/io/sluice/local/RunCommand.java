package io.sluice.local;

import io.sluice.local.process.Console;
import io.sluice.local.process.Home;

/** {@code ./sluice run}: the platform, until Ctrl-C. */
final class RunCommand {

    private RunCommand() {}

    static int run(Home home, Console console, Arguments.Run wanted) {
        Launcher launcher = Launcher.start(home, console, wanted);
        Welcome.print(console, wanted.services(), launcher.security());
        throw launcher.watch();
    }
}
