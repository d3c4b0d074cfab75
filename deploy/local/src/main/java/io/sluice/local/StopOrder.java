package io.sluice.local;

import io.sluice.local.process.Children;
import io.sluice.local.process.Console;
import io.sluice.local.process.Running;
import io.sluice.local.server.Kafka;
import io.sluice.local.server.Postgres;
import io.sluice.local.service.Service;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** Services first, so that they finish what they have begun; then the broker, then the database. */
final class StopOrder {

    private static final Duration GRACE = Duration.ofSeconds(20);

    private StopOrder() {}

    /** Stops all that the table names, and returns how many of them were still there. */
    static int stop(Children children, Console console) {
        return stop(children, console, GRACE);
    }

    /**
     * The same with more patience, or less.
     *
     * @param grace for each step, before what is still there is ended by force
     */
    static int stop(Children children, Console console, Duration grace) {
        return stop(children, console, grace, "the services", StopOrder::isOneOfTheFour)
                + stop(children, console, grace, "the sandbox", is(Service.SANDBOX.name()))
                + stop(children, console, grace, "Kafka", is(Kafka.NAME))
                + stop(children, console, grace, "PostgreSQL", is(Postgres.NAME));
    }

    private static boolean isOneOfTheFour(Running process) {
        return Service.FOUR.stream().anyMatch(service -> service.name().equals(process.role()));
    }

    private static Predicate<Running> is(String role) {
        return process -> process.role().equals(role);
    }

    private static int stop(
            Children children,
            Console console,
            Duration grace,
            String what,
            Predicate<Running> which) {
        List<Running> listed = children.table().all().stream().filter(which).toList();
        int alive = (int) listed.stream().filter(Running::isAlive).count();
        children.stop(listed, grace);
        if (alive > 0) {
            console.step("stopped", what);
        }
        return alive;
    }
}
