package io.sluice.local;

import io.sluice.local.demo.Demo;
import io.sluice.local.process.Console;
import io.sluice.local.process.Home;
import io.sluice.local.process.PlainFailure;
import io.sluice.local.service.Service;

/** {@code ./sluice demo}: on the platform that runs, or on one that is started for it. */
final class DemoCommand {

    private static final int RIGHT = 0;
    private static final int OFF = 1;

    private DemoCommand() {}

    static int run(Home home, Console console, boolean fresh) {
        if (Launcher.isRunning(home)) {
            if (fresh) {
                throw new PlainFailure(
                        "the platform is running, its data cannot be emptied: './sluice stop' first");
            }
        } else {
            Launcher.start(home, console, fresh, Service.ALL);
            console.step("ready", "the platform is up; it is stopped again after the demo");
        }
        return new Demo(console, Platform.KAFKA_PORT).run() ? RIGHT : OFF;
    }
}
