package io.sluice.verification.simulation.database;

import io.sluice.verification.simulation.kafka.Broker;
import io.sluice.verification.simulation.world.Actor;
import io.sluice.verification.simulation.world.Host;
import io.sluice.verification.simulation.world.Menu;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One instance's outbox relay, by its documented contract: it takes the first rows of its shards,
 * sends them all, and deletes them when the broker has acknowledged them all. What happens in
 * between publishes them once more.
 */
public final class Relay implements Actor {

    private static final int WEIGHT = 8;
    private static final int LARGEST_BATCH = 5;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Host host;
    private final Database database;
    private final OutboxRows outbox;
    private final Broker broker;
    private final boolean deletesFirst;
    private Instant notBefore = Instant.MIN;

    /**
     * @param deletesFirst before the broker has what is deleted, as it must not
     */
    public Relay(
            Host host, Database database, OutboxRows outbox, Broker broker, boolean deletesFirst) {
        this.host = host;
        this.database = database;
        this.outbox = outbox;
        this.broker = broker;
        this.deletesFirst = deletesFirst;
    }

    @Override
    public void offer(Menu menu) {
        if (!outbox.isEmpty()) {
            Instant due = outbox.dueFor(host.name(), menu.now());
            menu.from(due.isBefore(notBefore) ? notBefore : due, WEIGHT, this::relay);
        }
    }

    private void relay() {
        try {
            publish();
        } catch (RuntimeException away) {
            host.note("outbox waits: " + away.getMessage());
            notBefore = host.world().now().plus(PAUSE);
        }
    }

    private void publish() {
        int ofEach = 1 + host.world().dice().below(LARGEST_BATCH);
        List<OutboxRows.Row> rows =
                database.transaction(
                                host,
                                "taking outbox rows",
                                () -> outbox.take(host.name(), host.world().now(), ofEach))
                        .blockOptional()
                        .orElse(List.of());
        if (deletesFirst) {
            delete(rows);
        }
        rows.forEach(row -> broker.send(host, row.event()));
        delete(rows);
    }

    private void delete(List<OutboxRows.Row> rows) {
        database.transaction(
                        host,
                        "deleting outbox rows",
                        () -> {
                            outbox.delete(
                                    rows.stream()
                                            .map(OutboxRows.Row::id)
                                            .collect(Collectors.toSet()));
                            return true;
                        })
                .block();
    }
}
