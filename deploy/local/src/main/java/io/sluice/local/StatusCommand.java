package io.sluice.local;

import io.sluice.local.process.Console;
import io.sluice.local.process.Home;
import io.sluice.local.process.Memory;
import io.sluice.local.process.ProcessTable;
import io.sluice.local.process.Readiness;
import io.sluice.local.process.Running;
import io.sluice.local.process.Secrets;
import io.sluice.local.security.Security;
import io.sluice.local.service.Service;
import io.sluice.local.service.ServiceReadiness;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** {@code ./sluice status}: a line for each process. */
final class StatusCommand {

    private static final int ALL_READY = 0;
    private static final int NOT_ALL_READY = 1;

    private StatusCommand() {}

    static int run(Home home, Console console) {
        List<Running> processes = new ProcessTable(home.processes()).all();
        if (processes.stream().noneMatch(Running::isAlive)) {
            console.line("The platform is not running: './sluice run' starts it.");
            return NOT_ALL_READY;
        }
        console.line(console.bold(row("PROCESS", "PID", "PORT", "STATE", "MEMORY", "RUNNING FOR")));
        ServiceReadiness readiness =
                new ServiceReadiness(new Security(home, new Secrets(home.secrets())));
        boolean allReady = true;
        for (Running process : processes) {
            State state = State.of(process, readiness);
            allReady &= state == State.READY;
            console.line(
                    row(
                            process.name(),
                            Long.toString(process.pid()),
                            process.port() == 0 ? "" : Integer.toString(process.port()),
                            state.word(),
                            Memory.resident(process).map(Memory::toString).orElse(""),
                            age(process)));
        }
        return allReady ? ALL_READY : NOT_ALL_READY;
    }

    private enum State {
        READY("ready"),
        STARTING("not ready"),
        ENDED("ended");

        private final String word;

        State(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        static State of(Running process, ServiceReadiness readiness) {
            if (!process.isAlive()) {
                return ENDED;
            }
            boolean ready =
                    process.role().equals(Launcher.NAME)
                            || Service.named(process.role())
                                    .map(service -> readiness.isReady(service, process.port()))
                                    .orElseGet(() -> Readiness.listens(process.port()));
            return ready ? READY : STARTING;
        }
    }

    private static String age(Running process) {
        if (!process.isAlive()) {
            return "";
        }
        Duration age = Duration.between(process.startedAt(), Instant.now());
        return "%d:%02d:%02d".formatted(age.toHours(), age.toMinutesPart(), age.toSecondsPart());
    }

    private static String row(
            String name, String pid, String port, String state, String memory, String age) {
        return String.format(
                Locale.ROOT, "%-24s %8s %6s  %-10s %9s  %11s", name, pid, port, state, memory, age);
    }
}
