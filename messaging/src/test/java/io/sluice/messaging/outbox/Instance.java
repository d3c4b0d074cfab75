package io.sluice.messaging.outbox;

import io.sluice.contracts.Envelope;
import io.sluice.testing.DatabaseAddress;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** One running instance of a service with an outbox. */
record Instance(ConfigurableApplicationContext context) implements AutoCloseable {

    private static final Duration AT_MOST = Duration.ofSeconds(30);

    static Instance start(DatabaseAddress database, String bootstrapServers, String... extra) {
        return new Instance(RelayApplication.start(database, bootstrapServers, extra));
    }

    Outbox outbox() {
        return context.getBean(Outbox.class);
    }

    ShardLeases leases() {
        return context.getBean(ShardLeases.class);
    }

    DatabaseClient database() {
        return context.getBean(DatabaseClient.class);
    }

    TransactionalOperator transaction() {
        return context.getBean(TransactionalOperator.class);
    }

    /** Writes the events in a transaction of their own. */
    void commit(List<Envelope<?>> events) {
        transaction().transactional(outbox().append(events)).block(AT_MOST);
    }

    /** Writes the events in a transaction of their own and wakes the relay. */
    void commitAndWake(List<Envelope<?>> events) {
        commit(events);
        outbox().wake(events);
    }

    long rows() {
        return count("outbox");
    }

    long count(String from) {
        return Objects.requireNonNull(
                database()
                        .sql("SELECT count(*) FROM " + from)
                        .map(row -> Objects.requireNonNull(row.get(0, Long.class)))
                        .one()
                        .block(AT_MOST));
    }

    @Override
    public void close() {
        context.close();
    }
}
