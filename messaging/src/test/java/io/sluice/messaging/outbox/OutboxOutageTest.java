package io.sluice.messaging.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.contracts.WithdrawalId;
import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** A broker or a database that is away is waited out, without a flood of log lines. */
class OutboxOutageTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final List<WithdrawalId> withdrawals = Story.withdrawals(12);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(OutboxRelay.class);

    @TempDir private Path directory;

    /** After the start of an instance, which sets logging up anew. */
    private void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(log);
    }

    @Test
    void of_the_broker() {
        DatabaseAddress database = Infrastructure.database("outage");
        try (BrokerProcess broker = BrokerProcess.start(directory);
                Instance instance = Instance.start(database, broker.bootstrapServers());
                Reader reader = Reader.open(broker.bootstrapServers(), withdrawals)) {
            listen();
            instance.commitAndWake(Story.events(withdrawals, 1, 5));
            reader.readUntil(12 * 5, SOON);
            Eventually.isTrue(() -> instance.rows() == 0, SOON);

            broker.kill();
            for (int number = 6; number <= 10; number++) {
                instance.commitAndWake(Story.events(withdrawals, number, number));
            }
            Eventually.isTrue(() -> lines().size() == 1, SOON);
            assertThat(lines().getFirst()).startsWith("The outbox waits for the broker");
            assertThat(instance.rows()).isEqualTo(12 * 5);
            assertThat(instance.leases().held().size()).isEqualTo(12);
            Eventually.isTrue(() -> gauge(instance, "sluice.outbox.rows") == 12 * 5, SOON);
            Eventually.isTrue(() -> gauge(instance, "sluice.outbox.oldest.age") > 5, SOON);

            broker.startAgain();
            reader.readUntil(12 * 10, SOON);
            assertInOrder(reader, 10);
            Eventually.isTrue(() -> instance.rows() == 0, SOON);
            Eventually.isTrue(() -> lines().size() == 2, SOON);
            assertThat(lines().getLast()).isEqualTo("The outbox has the broker again");
            assertThat(reader.repeats()).isZero();
        }
    }

    @Test
    void of_the_database() throws IOException {
        String broker = Infrastructure.bootstrapServers();
        EmbeddedPostgres postgres = postgres(0);
        DatabaseAddress database =
                new DatabaseAddress(
                        "localhost", postgres.getPort(), "postgres", "postgres", "postgres");
        try (Reader reader = Reader.open(broker, withdrawals);
                Instance instance = Instance.start(database, broker)) {
            listen();
            instance.commitAndWake(Story.events(withdrawals, 1, 5));
            reader.readUntil(12 * 5, SOON);
            postgres.close();
            Eventually.isTrue(() -> lines().size() == 1, SOON);
            assertThat(lines().getFirst()).startsWith("The outbox waits for the database");
            Eventually.isTrue(() -> instance.leases().held().isEmpty(), SOON);

            postgres = postgres(database.port());
            Eventually.isTrue(() -> instance.leases().held().size() == 12, SOON);
            Eventually.isTrue(() -> commits(instance), SOON);
            reader.readUntil(12 * 10, SOON);
            assertInOrder(reader, 10);
            assertThat(lines()).hasSize(2).last().isEqualTo("The outbox has the database again");
        } finally {
            postgres.close();
        }
    }

    private boolean commits(Instance instance) {
        try {
            instance.commitAndWake(Story.events(withdrawals, 6, 10));
            return true;
        } catch (RuntimeException _) {
            return false;
        }
    }

    private EmbeddedPostgres postgres(int port) throws IOException {
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder()
                        .setDataDirectory(directory.resolve("postgres"))
                        .setCleanDataDirectory(false);
        return port == 0 ? builder.start() : builder.setPort(port).start();
    }

    private void assertInOrder(Reader reader, int last) {
        assertThat(reader.firstSight().values())
                .hasSize(12)
                .allSatisfy(
                        numbers ->
                                assertThat(numbers)
                                        .isEqualTo(
                                                IntStream.rangeClosed(1, last).boxed().toList()));
    }

    private List<String> lines() {
        return List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static double gauge(Instance instance, String name) {
        return instance.context().getBean(MeterRegistry.class).get(name).gauge().value();
    }
}
