package io.sluice.messaging.outbox;

import io.r2dbc.postgresql.api.Notification;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Wrapped;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.connection.SingleConnectionFactory;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Objects;

/**
 * A connection beside the service's pool, for one thread that may block: leases are renewed and
 * events published however many requests queue for the pool.
 */
final class OwnConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OwnConnection.class);
    private static final Duration CLOSE_AT_MOST = Duration.ofSeconds(2);

    /* What a crash of the database undoes here is a deletion or a lease, never an event: it is
     * published once more. And the tables go from empty to large between two looks of the
     * statistics' collector, so what it knows is good for nothing: every statement here goes by
     * keys, whatever it says, and is planned once, since planning takes longer than running it. */
    private static final String PREPARE =
            """
            SELECT set_config('application_name', 'sluice-outbox', FALSE),
                set_config('synchronous_commit', 'off', FALSE),
                set_config('plan_cache_mode', 'force_generic_plan', FALSE),
                set_config('enable_seqscan', 'off', FALSE),
                set_config('enable_hashjoin', 'off', FALSE),
                set_config('enable_mergejoin', 'off', FALSE)
            """;

    private final PostgresqlConnection connection;
    private final DatabaseClient client;
    private final Duration atMost;

    private OwnConnection(
            PostgresqlConnection connection, ConnectionFactory factory, Duration atMost) {
        this.connection = connection;
        this.client =
                DatabaseClient.create(
                        new SingleConnectionFactory(connection, factory.getMetadata(), true));
        this.atMost = atMost;
    }

    /**
     * @param atMost how long any one statement may take
     */
    static OwnConnection open(ConnectionFactory pooled, Duration atMost) {
        ConnectionFactory factory = direct(pooled);
        if (Objects.requireNonNull(Mono.from(factory.create()).block(atMost))
                instanceof PostgresqlConnection connection) {
            OwnConnection own = new OwnConnection(connection, factory, atMost);
            try {
                own.done(own.client().sql(PREPARE).then());
                return own;
            } catch (RuntimeException e) {
                own.close();
                throw e;
            }
        }
        throw new IllegalStateException(
                "connection: of " + factory.getMetadata().getName() + " (expected: PostgreSQL)");
    }

    private static ConnectionFactory direct(ConnectionFactory pooled) {
        ConnectionFactory factory = pooled;
        while (factory instanceof Wrapped<?> wrapped
                && wrapped.unwrap() instanceof ConnectionFactory inner) {
            factory = inner;
        }
        return factory;
    }

    DatabaseClient client() {
        return client;
    }

    Flux<Notification> notifications() {
        return connection.getNotifications();
    }

    /** Waits for it; after an exception the connection is not to be used again. */
    void done(Mono<Void> statement) {
        statement.block(atMost);
    }

    /** Waits for its result; after an exception the connection is not to be used again. */
    <T> T get(Mono<T> query) {
        return Objects.requireNonNull(query.block(atMost), "no result");
    }

    @Override
    public void close() {
        try {
            connection.close().block(CLOSE_AT_MOST);
        } catch (RuntimeException e) {
            LOG.debug("A connection that is given up did not close: {}", e.toString());
        }
    }
}
