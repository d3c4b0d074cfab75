package io.sluice.messaging.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.WithdrawalId;
import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;

import org.junit.jupiter.api.Test;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The order of a withdrawal's events, whoever writes and publishes them. */
class OutboxOrderTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int WRITERS = 8;
    private static final int COMMITS = 1500;

    private final DatabaseAddress database = Infrastructure.database("order");
    private final String broker = Infrastructure.bootstrapServers();

    @Test
    void is_kept_with_three_instances_that_come_and_go_and_concurrent_writers() {
        List<WithdrawalId> withdrawals = Story.withdrawals(36);
        try (Reader reader = Reader.open(broker, withdrawals);
                Instance first = Instance.start(database, broker);
                Instance second = Instance.start(database, broker)) {
            createCounters(first, withdrawals);
            CompletableFuture<Map<WithdrawalId, Integer>> written =
                    write(withdrawals, List.of(first, second));
            reader.readUntil(200, SOON);
            try (Instance third = Instance.start(database, broker)) {
                Eventually.isTrue(() -> third.leases().held().size() == 4, SOON);
                reader.readUntil(reader.events() + 100, SOON);
            }
            Map<WithdrawalId, Integer> last = written.join();
            reader.readUntil(COMMITS * 2, SOON);
            withdrawals.forEach(
                    withdrawal ->
                            assertThat(reader.firstSight().getOrDefault(withdrawal, List.of()))
                                    .isEqualTo(
                                            IntStream.rangeClosed(
                                                            1, last.getOrDefault(withdrawal, 0))
                                                    .boxed()
                                                    .toList()));
            Eventually.isTrue(() -> first.rows() == 0, SOON);
        }
    }

    @Test
    void a_lower_id_that_commits_later_is_not_skipped() {
        WithdrawalId early = Story.withdrawal(5);
        WithdrawalId late = Story.withdrawal(5);
        try (Reader reader = Reader.open(broker, List.of(early, late));
                Instance instance = Instance.start(database, broker)) {
            Sinks.Empty<Void> gate = Sinks.empty();
            AtomicInteger appended = new AtomicInteger();
            CompletableFuture<?> commit =
                    instance.transaction()
                            .transactional(
                                    instance.outbox()
                                            .append(List.of(Story.event(late, 1)))
                                            .doOnSuccess(_ -> appended.incrementAndGet())
                                            .then(gate.asMono()))
                            .toFuture();
            Eventually.isTrue(() -> appended.get() == 1, SOON);
            instance.commitAndWake(List.of(Story.event(early, 1)));
            reader.readUntil(1, SOON);
            Eventually.isTrue(() -> instance.rows() == 0, SOON);
            assertThat(reader.firstSight()).containsOnlyKeys(early);

            assertThat(gate.tryEmitEmpty()).isEqualTo(Sinks.EmitResult.OK);
            commit.join();
            reader.readUntil(2, SOON);
            assertThat(reader.firstSight()).containsKey(late);
        }
    }

    private static void createCounters(Instance instance, List<WithdrawalId> withdrawals) {
        instance.database()
                .sql("CREATE TABLE counter (withdrawal text PRIMARY KEY, number int NOT NULL)")
                .then()
                .block(SOON);
        instance.database()
                .sql(
                        "INSERT INTO counter SELECT withdrawal, 0 FROM unnest($1::text[]) AS withdrawal")
                .bind(0, withdrawals.stream().map(WithdrawalId::toString).toArray(String[]::new))
                .then()
                .block(SOON);
    }

    /** Two events in each commit; answers with the last number of each withdrawal. */
    private static CompletableFuture<Map<WithdrawalId, Integer>> write(
            List<WithdrawalId> withdrawals, List<Instance> instances) {
        SplittableRandom random = new SplittableRandom();
        List<Write> writes =
                random.ints(COMMITS, 0, withdrawals.size())
                        .mapToObj(
                                w ->
                                        new Write(
                                                withdrawals.get(w),
                                                instances.get(random.nextInt(instances.size())),
                                                Duration.ofMillis(random.nextInt(4))))
                        .toList();
        return Flux.fromIterable(writes)
                .flatMap(Write::commit, WRITERS)
                .collect(
                        HashMap<WithdrawalId, Integer>::new,
                        (last, wrote) -> last.merge(wrote.withdrawal(), wrote.last(), Math::max))
                .<Map<WithdrawalId, Integer>>map(last -> last)
                .toFuture();
    }

    private record Wrote(WithdrawalId withdrawal, int last) {}

    private record Write(WithdrawalId withdrawal, Instance instance, Duration dawdle) {

        Mono<Wrote> commit() {
            return instance.transaction()
                    .transactional(
                            lockAndCount()
                                    .flatMap(
                                            last -> {
                                                List<Envelope<?>> events =
                                                        Story.events(
                                                                List.of(withdrawal),
                                                                last - 1,
                                                                last);
                                                return instance.outbox()
                                                        .append(events)
                                                        .then(Mono.delay(dawdle))
                                                        .thenReturn(events);
                                            }))
                    .doOnNext(events -> instance.outbox().wake(events))
                    .map(events -> new Wrote(withdrawal, Story.number(events.getLast())));
        }

        private Mono<Integer> lockAndCount() {
            return instance.database()
                    .sql(
                            "UPDATE counter SET number = number + 2 WHERE withdrawal = $1 RETURNING number")
                    .bind(0, withdrawal.toString())
                    .map(row -> Objects.requireNonNull(row.get(0, Integer.class)))
                    .one();
        }
    }
}
