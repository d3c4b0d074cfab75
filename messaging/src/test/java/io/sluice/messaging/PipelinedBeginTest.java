package io.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Wrapped;
import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** On a wire whose answers can be held back. */
final class PipelinedBeginTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String MARK = "pg_current_xact_id_if_assigned";

    private final DatabaseAddress database = Infrastructure.database("pipelined");
    private Wire wire;
    private Connection connection;

    @BeforeEach
    void connect() throws IOException {
        wire = new Wire(database);
        connection = Mono.from(new PipelinedBegin().decorate(factory()).create()).block(SOON);
        run("CREATE TABLE IF NOT EXISTS paid (id INT)");
        run("TRUNCATE paid");
    }

    @AfterEach
    void disconnect() throws IOException {
        wire.answer();
        done(connection.close());
        wire.close();
    }

    private ConnectionFactory factory() {
        return ConnectionFactories.get(
                ConnectionFactoryOptions.parse(
                                "r2dbc:postgresql://localhost:"
                                        + wire.port()
                                        + "/"
                                        + database.name())
                        .mutate()
                        .option(ConnectionFactoryOptions.USER, database.user())
                        .option(ConnectionFactoryOptions.PASSWORD, database.password())
                        .build());
    }

    private void run(String sql) {
        done(rows(connection, sql));
    }

    private static Flux<Long> rows(Connection connection, String sql) {
        return Flux.from(connection.createStatement(sql).execute())
                .flatMap(result -> result.getRowsUpdated());
    }

    private static void done(Publisher<?> step) {
        Flux.from(step).blockLast(SOON);
    }

    private long paid() {
        Connection other = Mono.from(factory().create()).block(SOON);
        try {
            return Flux.from(other.createStatement("SELECT count(*) FROM paid").execute())
                    .flatMap(result -> result.map((row, _) -> row.get(0, Long.class)))
                    .blockLast(SOON);
        } finally {
            done(other.close());
        }
    }

    @Test
    void theFirstStatementLeavesBeforeBeginIsAnswered() throws Exception {
        wire.holdAnswers(MARK);
        Mono.from(connection.beginTransaction())
                .thenMany(rows(connection, "SELECT " + MARK + "()"))
                .then(Mono.from(connection.commitTransaction()))
                .subscribe();

        assertThat(wire.seen(SOON)).as("the statement passed while BEGIN had no answer").isTrue();
    }

    @Test
    void whatIsCommittedStaysAndWhatIsRolledBackDoesNot() {
        done(connection.beginTransaction());
        run("INSERT INTO paid VALUES (1)");
        assertThat(paid()).as("seen by others before the commit").isZero();
        done(connection.commitTransaction());
        assertThat(paid()).isEqualTo(1);

        done(connection.beginTransaction());
        run("INSERT INTO paid VALUES (2)");
        done(connection.rollbackTransaction());
        assertThat(paid()).isEqualTo(1);
    }

    @Test
    void anEmptyTransactionLeavesNothingOpen() {
        done(connection.beginTransaction());
        done(connection.commitTransaction());
        run("INSERT INTO paid VALUES (1)");
        assertThat(paid()).as("written outside of any transaction").isEqualTo(1);

        done(connection.beginTransaction());
        done(connection.rollbackTransaction());
        run("INSERT INTO paid VALUES (2)");
        assertThat(paid()).isEqualTo(2);
    }

    @Test
    void aTransactionWhoseStatementFailedCannotBeCommitted() {
        done(connection.beginTransaction());
        assertThatThrownBy(() -> run("INSERT INTO paid VALUES (1 / 0)"))
                .hasMessageContaining("zero");
        assertThatThrownBy(() -> done(connection.commitTransaction()));
        run("INSERT INTO paid VALUES (1)");
        assertThat(paid()).isEqualTo(1);
    }

    @Test
    void aLineThatIsCutFailsTheTransaction() throws IOException {
        wire.cut();
        assertThatThrownBy(
                () -> {
                    done(connection.beginTransaction());
                    done(connection.commitTransaction());
                });
    }

    @Test
    void theDriversOwnConnectionIsWithinReach() {
        assertThat(((Wrapped<?>) connection).unwrap(PostgresqlConnection.class)).isNotNull();
    }

    /** One connection through it; answers can be held from now on. */
    private static final class Wire {

        private final ServerSocket server =
                new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private final DatabaseAddress target;
        private final CountDownLatch seen = new CountDownLatch(1);
        private volatile CountDownLatch answers = new CountDownLatch(0);
        private volatile String mark = "\0never";
        private volatile Socket first;

        Wire(DatabaseAddress target) throws IOException {
            this.target = target;
            Thread.ofVirtual().start(this::accept);
        }

        int port() {
            return server.getLocalPort();
        }

        void holdAnswers(String until) {
            mark = until;
            answers = new CountDownLatch(1);
        }

        boolean seen(Duration within) throws InterruptedException {
            return seen.await(within.toMillis(), TimeUnit.MILLISECONDS);
        }

        void answer() {
            answers.countDown();
        }

        void cut() throws IOException {
            first.close();
        }

        void close() throws IOException {
            server.close();
        }

        private void accept() {
            try {
                while (true) {
                    Socket client = server.accept();
                    Socket behind = new Socket(target.host(), target.port());
                    first = first == null ? client : first;
                    Thread.ofVirtual().start(() -> pump(client, behind, true));
                    Thread.ofVirtual().start(() -> pump(behind, client, false));
                }
            } catch (IOException _) {
                // Closed.
            }
        }

        private void pump(Socket from, Socket to, boolean requests) {
            byte[] buffer = new byte[64 * 1024];
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (!requests) {
                        answers.await();
                    } else if (new String(buffer, 0, read, StandardCharsets.UTF_8).contains(mark)) {
                        seen.countDown();
                    }
                    out.write(buffer, 0, read);
                }
            } catch (IOException _) {
                // One side has gone.
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
