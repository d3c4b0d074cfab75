package io.sluice.ingest.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.FactStatus;
import io.sluice.ingest.Database;
import io.sluice.ingest.Ingest;
import io.sluice.ingest.Payout;
import io.sluice.ingest.application.Callbacks;
import io.sluice.ingest.application.Callbacks.Arrival;
import io.sluice.ingest.application.Delivery;
import io.sluice.ingest.application.LinkPayouts;
import io.sluice.ingest.application.Receipt;
import io.sluice.ingest.domain.Callback;
import io.sluice.ingest.domain.CallbackId;
import io.sluice.ingest.domain.Reading;
import io.sluice.ingest.domain.Report;
import io.sluice.testing.DatabaseAddress;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Callback and payout meet a thousand times in either order, and a thousand times at once, each side
 * at an instance of its own. What each transaction wrote to the outbox is counted in the database.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OvertakingTest {

    private static final int TIMES = 1_000;
    private static final int AT_ONCE = 8;
    private static final int IN_ONE_COMMIT = 10;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Currency TRY = Currency.getInstance("TRY");
    private static final Delivery RAW = new Delivery(Map.of("a", List.of("b")), new byte[] {1});

    private final DatabaseAddress database = Ingest.sharedDatabase();
    private final SecureRandom random = new SecureRandom();
    private final Ingest one = Ingest.shared();
    private Ingest other;

    @BeforeAll
    void start() throws SQLException {
        other = Ingest.start(database);
        execute(
                """
                CREATE TABLE written (key text NOT NULL);
                CREATE FUNCTION note_written() RETURNS trigger LANGUAGE plpgsql AS
                $$BEGIN INSERT INTO written VALUES (NEW.key); RETURN NULL; END$$;
                CREATE TRIGGER note_written AFTER INSERT ON outbox
                FOR EACH ROW EXECUTE FUNCTION note_written();
                """);
    }

    @AfterAll
    void stop() throws SQLException {
        other.close();
        execute("DROP FUNCTION note_written CASCADE; DROP TABLE written;");
    }

    @Test
    void theCallbackFirst() {
        assertEachWrittenOnce(
                IN_ONE_COMMIT, payouts -> keep(one, arrivals(payouts)).then(link(other, payouts)));
    }

    @Test
    void thePayoutFirst() {
        assertEachWrittenOnce(
                IN_ONE_COMMIT, payouts -> link(other, payouts).then(keep(one, arrivals(payouts))));
    }

    @Test
    void bothAtOnceAndTwice() {
        assertEachWrittenOnce(
                1,
                payouts -> {
                    List<Arrival> arrivals = arrivals(payouts);
                    return Mono.when(
                            keep(one, arrivals).subscribeOn(Schedulers.parallel()),
                            link(other, payouts).subscribeOn(Schedulers.parallel()),
                            keep(other, again(arrivals)).subscribeOn(Schedulers.parallel()),
                            link(one, payouts).subscribeOn(Schedulers.parallel()));
                });
    }

    @Test
    void batchesInAnyOrderWithTheSameReferencesNeverWaitInACircle() {
        for (int round = 0; round < 20; round++) {
            List<Payout> payouts = payouts(50);
            List<Arrival> arrivals = arrivals(payouts);
            Mono.when(
                            keep(one, arrivals),
                            keep(other, again(arrivals).reversed()),
                            link(one, payouts.subList(0, 1)),
                            link(other, payouts.reversed()))
                    .block(SOON);
            assertWrittenOnce(payouts);
        }
    }

    private void assertEachWrittenOnce(int inOneCommit, Function<List<Payout>, Mono<?>> meeting) {
        List<Payout> payouts = payouts(TIMES);
        Flux.fromIterable(payouts).buffer(inOneCommit).flatMap(meeting, AT_ONCE).then().block(SOON);
        assertWrittenOnce(payouts);
    }

    private void assertWrittenOnce(List<Payout> payouts) {
        String[] references = payouts.stream().map(Payout::reference).toArray(String[]::new);
        assertThat(
                        Database.count(
                                database,
                                """
                                SELECT count(*) FROM callback
                                WHERE provider_reference = ANY(?) AND state = 'PUBLISHED'
                                """,
                                (Object) references))
                .as("published callbacks, and none twice")
                .isEqualTo(payouts.size());
        Map<String, Long> written = written();
        for (Payout payout : payouts) {
            assertThat(written).containsEntry(payout.withdrawalId().toString(), 1L);
        }
    }

    /** How many events were written to the outbox for each withdrawal. */
    private Map<String, Long> written() {
        Map<String, Long> written = new HashMap<>();
        try (Connection connection = Database.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT key, count(*) FROM written GROUP BY key")) {
            while (rows.next()) {
                written.put(rows.getString(1), rows.getLong(2));
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return written;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = Database.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<Payout> payouts(int count) {
        return Stream.generate(() -> Payout.opened("pientegra")).limit(count).toList();
    }

    private static Mono<List<Receipt>> keep(Ingest at, List<Arrival> arrivals) {
        return at.bean(Callbacks.class).keep(arrivals);
    }

    private static Mono<Void> link(Ingest at, List<Payout> payouts) {
        return at.bean(LinkPayouts.class).link(payouts.stream().map(Payout::submitted).toList());
    }

    private List<Arrival> arrivals(List<Payout> payouts) {
        return payouts.stream().map(this::arrival).toList();
    }

    private Arrival arrival(Payout payout) {
        Instant now = Instant.now();
        Report report = new Report(FactStatus.SENT, 250_000, 0, TRY, true, 0, null, now);
        Reading reading =
                new Reading.Reported(
                        UUID.randomUUID().toString(),
                        "withdrawal.sent",
                        payout.reference(),
                        report);
        return new Arrival(
                new Callback(CallbackId.mint(now, random), "pientegra", "demo", reading, now), RAW);
    }

    /** The same events, sent by the provider once more. */
    private List<Arrival> again(List<Arrival> first) {
        return first.stream().map(Arrival::callback).map(this::again).toList();
    }

    private Arrival again(Callback first) {
        return new Arrival(
                new Callback(
                        CallbackId.mint(first.receivedAt(), random),
                        first.provider(),
                        first.account(),
                        first.reading(),
                        first.receivedAt()),
                RAW);
    }
}
