package io.sluice.local;

import io.sluice.local.demo.Demo;
import io.sluice.local.process.Console;
import io.sluice.local.process.Home;
import io.sluice.local.process.PlainFailure;
import io.sluice.local.process.Secrets;
import io.sluice.local.security.Security;
import io.sluice.local.service.Service;

/** {@code ./sluice demo}: on the platform that runs, or on one that is started for it. */
final class DemoCommand {

    private static final int RIGHT = 0;
    private static final int OFF = 1;

    private DemoCommand() {}

    static int run(Home home, Console console, Arguments.Demo wanted) {
        if (Launcher.isRunning(home)) {
            if (wanted.fresh()) {
                throw new PlainFailure(
                        "the platform is running, its data cannot be emptied: './sluice stop' first");
            }
        } else {
            Launcher.start(
                    home, console, new Arguments.Run(wanted.fresh(), wanted.secure(), Service.ALL));
            console.step("ready", "the platform is up; it is stopped again after the demo");
        }
        Security security = new Security(home, new Secrets(home.secrets()));
        if (wanted.secure() && !security.isOn()) {
            throw new PlainFailure(
                    "the platform that is running was made without --secure: './sluice stop' first");
        }
        return new Demo(console, Platform.KAFKA_PORT, security).run() ? RIGHT : OFF;
    }
}
