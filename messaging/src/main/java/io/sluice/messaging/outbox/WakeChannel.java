package io.sluice.messaging.outbox;

import io.r2dbc.spi.ConnectionFactory;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import reactor.core.Disposable;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Carries wakes between the instances, by NOTIFY and LISTEN on a connection of its own.
 *
 * <p>NOTIFY takes a lock that all notifying commits of the database share, so it never rides in a
 * business transaction; and what gathers while one is under way is one message.
 */
final class WakeChannel implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(WakeChannel.class);
    private static final String CHANNEL = "sluice_outbox";
    private static final Duration STATEMENT_AT_MOST = Duration.ofSeconds(5);
    private static final Duration CHECK_EVERY = Duration.ofSeconds(15);
    private static final Duration RECONNECT_AFTER = Duration.ofSeconds(1);

    private final ConnectionFactory connections;
    private final Wakes wakes;
    private final CountDownLatch stopped = new CountDownLatch(1);

    WakeChannel(ConnectionFactory connections, Wakes wakes) {
        this.connections = connections;
        this.wakes = wakes;
    }

    /** Ends it, after what is still to be said. */
    void stop() {
        stopped.countDown();
        wakes.look();
    }

    @Override
    public void run() {
        try {
            do {
                converse();
            } while (!stopped.await(RECONNECT_AFTER.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void converse() throws InterruptedException {
        try (OwnConnection own = OwnConnection.open(connections, STATEMENT_AT_MOST)) {
            Disposable listening =
                    own.notifications()
                            .subscribe(
                                    said -> heard(said.getParameter()),
                                    _ -> wakes.look(),
                                    wakes::look);
            own.done(own.client().sql("LISTEN " + CHANNEL).then());
            wakes.heard(Wakes.ALL_SHARDS | Wakes.SHARES_CHANGED);
            while (stopped.getCount() > 0) {
                wakes.awaitUnsent(CHECK_EVERY);
                send(own);
            }
            send(own);
            listening.dispose();
        } catch (RuntimeException e) {
            LOG.debug("Wakes of other instances are lost for a while: {}", e.toString());
        }
    }

    /** With nothing to say it asks whether the connection still lives: silence would not tell. */
    private void send(OwnConnection own) {
        int bits = wakes.takeUnsent();
        own.done(
                bits == 0
                        ? own.client().sql("SELECT 1").then()
                        : own.client()
                                .sql("SELECT pg_notify('" + CHANNEL + "', $1)")
                                .bind(0, Integer.toString(bits))
                                .then());
    }

    private void heard(@Nullable String said) {
        try {
            wakes.heard(Integer.parseInt(said == null ? "" : said));
        } catch (NumberFormatException _) {
            LOG.debug("Not a wake: what came on the channel {}", CHANNEL);
        }
    }
}
