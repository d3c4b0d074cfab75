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
import io.sluice.testing.Infrastructure;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

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
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;

/**
 * Callback and payout meet a thousand times in either order, and a thousand times at once, each side
 * at an instance of its own. The relay and the consumer have nothing to do with it: they are kept
 * from a broker, so that every event stays in the outbox to be counted.
 */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OvertakingTest {

    private static final int TIMES = 1_000;
    private static final int AT_ONCE = 8;
    private static final Duration SOON = Duration.ofSeconds(100);
    private static final Currency TRY = Currency.getInstance("TRY");
    private static final Delivery RAW = new Delivery(Map.of("a", List.of("b")), new byte[] {1});

    private final DatabaseAddress database = Infrastructure.database("ingest-overtaking");
    private final Random random = new Random(9);
    private Ingest one;
    private Ingest other;

    @BeforeAll
    void start() {
        String noBroker = "spring.kafka.bootstrap-servers=localhost:1";
        one = Ingest.start(database, noBroker);
        other = Ingest.start(database, noBroker);
    }

    @AfterAll
    void stop() {
        one.close();
        other.close();
    }

    @Test
    void theCallbackFirst() {
        assertEachPublishedOnce(payout -> keep(one, payout).then(link(other, payout)));
    }

    @Test
    void thePayoutFirst() {
        assertEachPublishedOnce(payout -> link(other, payout).then(keep(one, payout)));
    }

    @Test
    void bothAtOnceAndTwice() {
        assertEachPublishedOnce(
                payout -> {
                    Arrival arrival = arrival(payout);
                    return Mono.when(
                            keep(one, arrival).subscribeOn(Schedulers.parallel()),
                            link(other, payout).subscribeOn(Schedulers.parallel()),
                            keep(other, again(arrival)).subscribeOn(Schedulers.parallel()),
                            link(one, payout).subscribeOn(Schedulers.parallel()));
                });
    }

    @Test
    void batchesInAnyOrderWithTheSameReferencesNeverWaitInACircle() {
        for (int round = 0; round < 20; round++) {
            List<Payout> payouts =
                    Flux.range(0, 50)
                            .map(_ -> Payout.opened("pientegra"))
                            .collectList()
                            .block(SOON);
            assertThat(payouts).isNotNull();
            List<Arrival> arrivals = payouts.stream().map(this::arrival).toList();
            List<Arrival> backwards = arrivals.reversed().stream().map(this::again).toList();
            Mono.when(
                            one.bean(Callbacks.class).keep(arrivals),
                            other.bean(Callbacks.class).keep(backwards),
                            one.bean(LinkPayouts.class)
                                    .link(List.of(payouts.getFirst().submitted())),
                            other.bean(LinkPayouts.class)
                                    .link(
                                            payouts.reversed().stream()
                                                    .map(Payout::submitted)
                                                    .toList()))
                    .block(SOON);
            assertOneEventFor(payouts);
        }
    }

    private void assertOneEventFor(List<Payout> payouts) {
        Map<String, Long> events = events();
        for (Payout payout : payouts) {
            assertThat(events).containsEntry(payout.withdrawalId().toString(), 1L);
        }
    }

    private void assertEachPublishedOnce(Function<Payout, Mono<?>> meeting) {
        List<Payout> payouts =
                Flux.range(0, TIMES)
                        .map(_ -> Payout.opened("pientegra"))
                        .flatMap(payout -> meeting.apply(payout).thenReturn(payout), AT_ONCE)
                        .collectList()
                        .block(SOON);
        assertThat(payouts).hasSize(TIMES);
        assertOneEventFor(payouts);
        assertThat(Database.count(database, "SELECT count(*) FROM callback WHERE state = 'PARKED'"))
                .isZero();
    }

    /** How many events wait in the outbox for each withdrawal. */
    private Map<String, Long> events() {
        Map<String, Long> events = new HashMap<>();
        try (Connection connection = Database.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT key, count(*) FROM outbox GROUP BY key")) {
            while (rows.next()) {
                events.put(rows.getString(1), rows.getLong(2));
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return events;
    }

    private Mono<List<Receipt>> keep(Ingest at, Payout payout) {
        return keep(at, arrival(payout));
    }

    private static Mono<List<Receipt>> keep(Ingest at, Arrival arrival) {
        return at.bean(Callbacks.class).keep(List.of(arrival));
    }

    private static Mono<Void> link(Ingest at, Payout payout) {
        return at.bean(LinkPayouts.class).link(List.of(payout.submitted()));
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

    /** The same event, sent by the provider once more. */
    private Arrival again(Arrival first) {
        Callback callback = first.callback();
        return new Arrival(
                new Callback(
                        CallbackId.mint(callback.receivedAt(), random),
                        callback.provider(),
                        callback.account(),
                        callback.reading(),
                        callback.receivedAt()),
                RAW);
    }
}
