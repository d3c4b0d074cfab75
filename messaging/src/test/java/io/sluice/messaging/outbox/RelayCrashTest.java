package io.sluice.messaging.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.WithdrawalId;
import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What happens to events when the process that publishes them is killed or stands still. */
class RelayCrashTest {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final int LAST = 30;

    private final DatabaseAddress database = Infrastructure.database("crash");
    private final String broker = Infrastructure.bootstrapServers();
    private final List<WithdrawalId> withdrawals = Story.withdrawals(12);

    @Test
    void killed_between_commit_and_publish_loses_nothing() {
        try (Reader reader = Reader.open(broker, withdrawals);
                ChildProcess child = child(ChildRelay.Hold.BEFORE_SEND)) {
            child.awaitLine("@@committed", SOON);
            child.awaitLine("@@holding", SOON);
            child.kill();
            reader.readFor(Duration.ofMillis(300));
            assertThat(reader.events()).isZero();
            try (Instance successor = Instance.start(database, broker)) {
                reader.readUntil(12 * LAST, SOON);
                assertEachOnceInOrder(reader, LAST);
                Eventually.isTrue(() -> successor.rows() == 0, SOON);
            }
            assertThat(reader.repeats()).isZero();
        }
    }

    @Test
    void killed_between_publish_and_delete_repeats_under_the_same_ids() {
        try (Reader reader = Reader.open(broker, withdrawals);
                ChildProcess child = child(ChildRelay.Hold.AFTER_ACKNOWLEDGEMENT)) {
            child.awaitLine("@@acknowledged", SOON);
            child.kill();
            reader.readUntil(12 * LAST, SOON);
            assertThat(reader.repeats()).isZero();
            try (Instance successor = Instance.start(database, broker)) {
                reader.readUntil(() -> reader.repeats() >= 12 * LAST, SOON);
                Eventually.isTrue(() -> successor.rows() == 0, SOON);
            }
            reader.readFor(Duration.ofMillis(300));
            assertEachOnceInOrder(reader, LAST);
            assertThat(reader.repeats()).isEqualTo(12 * LAST);
        }
    }

    @Test
    void a_stalled_relay_that_wakes_behind_its_successor_doubles_nothing_for_who_drops_repeats() {
        try (Reader reader = Reader.open(broker, withdrawals);
                ChildProcess stalled = child(ChildRelay.Hold.NOWHERE_BUT_SLOW)) {
            reader.readUntil(40, SOON);
            stalled.freeze();
            try (Instance successor = Instance.start(database, broker)) {
                reader.readUntil(12 * LAST, SOON);
                Eventually.isTrue(() -> successor.rows() == 0, SOON);
                successor.commitAndWake(Story.events(withdrawals, LAST + 1, LAST + 10));
                reader.readUntil(12 * (LAST + 10), SOON);
                int repeatsBefore = reader.repeats();

                stalled.thaw();
                reader.readUntil(() -> reader.repeats() >= repeatsBefore + 200, SOON);
                assertEachOnceInOrder(reader, LAST + 10);

                awaitEvenShares(successor);
                successor.commitAndWake(Story.events(withdrawals, LAST + 11, LAST + 20));
                reader.readUntil(12 * (LAST + 20), SOON);
                assertEachOnceInOrder(reader, LAST + 20);
            }
        }
    }

    /** The relay that stood still has seen that its leases are gone, and has joined again. */
    private static void awaitEvenShares(Instance observer) {
        Eventually.isTrue(
                () ->
                        observer.count(
                                        """
                                        (SELECT holder FROM outbox_shard
                                        WHERE leased_until > clock_timestamp()
                                        GROUP BY holder HAVING count(*) = 6) AS fair
                                        """)
                                == 2,
                SOON);
    }

    private void assertEachOnceInOrder(Reader reader, int last) {
        List<Integer> all = IntStream.rangeClosed(1, last).boxed().toList();
        assertThat(reader.firstSight().keySet()).containsExactlyInAnyOrderElementsOf(withdrawals);
        assertThat(reader.firstSight().values())
                .allSatisfy(numbers -> assertThat(numbers).isEqualTo(all));
    }

    private ChildProcess child(ChildRelay.Hold hold) {
        List<String> arguments = new ArrayList<>();
        arguments.add(hold.name());
        arguments.add(broker);
        arguments.add(database.host());
        arguments.add(Integer.toString(database.port()));
        arguments.addAll(List.of(database.name(), database.user(), database.password()));
        arguments.add(Integer.toString(LAST));
        withdrawals.forEach(withdrawal -> arguments.add(withdrawal.toString()));
        return ChildProcess.start(ChildRelay.class.getName(), arguments);
    }
}
