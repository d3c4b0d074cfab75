package io.sluice.withdrawal.adapter.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.sluice.messaging.observe.Traces;
import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;
import io.sluice.withdrawal.application.EventLedger;
import io.sluice.withdrawal.application.webhook.Deliveries.Attempted;
import io.sluice.withdrawal.application.webhook.Deliveries.Claim;
import io.sluice.withdrawal.application.webhook.Deliveries.Claimed;
import io.sluice.withdrawal.application.webhook.Deliveries.Settled;
import io.sluice.withdrawal.application.webhook.Deliveries.Wanted;

import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The queue in a real database, shared by several instances. */
class WebhookQueueTest {

    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofSeconds(60);

    private static ConnectionPool pool;
    private static DatabaseClient database;

    @BeforeAll
    static void migrate() {
        DatabaseAddress address = Infrastructure.database("webhook_queue");
        Flyway.configure()
                .dataSource(address.jdbcUrl(), address.user(), address.password())
                .locations("classpath:db/messaging", "classpath:db/migration")
                .load()
                .migrate();
        pool =
                new ConnectionPool(
                        ConnectionPoolConfiguration.builder(
                                        ConnectionFactories.get(
                                                ConnectionFactoryOptions.parse(address.r2dbcUrl())
                                                        .mutate()
                                                        .option(
                                                                ConnectionFactoryOptions.USER,
                                                                address.user())
                                                        .option(
                                                                ConnectionFactoryOptions.PASSWORD,
                                                                address.password())
                                                        .build()))
                                .initialSize(2)
                                .maxSize(10)
                                .build());
        database = DatabaseClient.create(pool);
        run("INSERT INTO merchant (merchant_id) VALUES ('m')");
    }

    @AfterAll
    static void close() {
        pool.dispose();
    }

    private static R2dbcDeliveries instance(Duration lease) {
        WebhookMetrics metrics = new WebhookMetrics(new SimpleMeterRegistry());
        AttemptReports reports = new AttemptReports(metrics, Traces.off());
        return new R2dbcDeliveries(
                database, lease, new SettledRows(database, Duration.ofDays(3), reports), metrics);
    }

    private static void run(String sql) {
        database.sql(sql).then().block(WAIT);
    }

    private static String ask(String sql) {
        return String.valueOf(
                database.sql(sql).map((row, _) -> String.valueOf(row.get(0))).first().block(WAIT));
    }

    private static String application() {
        String key = "app-" + UUID.randomUUID().toString().substring(0, 8);
        run(
                """
                INSERT INTO application (application_key, merchant_id, balance_model, processing,
                  separate_trace_id, route, currencies, countries, review_expiry_seconds,
                  allowed_addresses, notification_style, webhook_url, event_types)
                VALUES ('%s', 'm', 'PRE_RESERVE', 'AUTOMATIC', true, '{}', '{}', '{}', 60, '{}',
                  'PIENTEGRA', 'https://partner.example', '{}')
                """
                        .formatted(key));
        return key;
    }

    private static Mono<Void> store(String key, UUID withdrawal, int sequence) {
        return database.sql(
                        """
                        WITH event AS (
                          INSERT INTO partner_event (event_id, application_key, withdrawal_id, sequence,
                            event_type, occurred_at, body)
                          VALUES (gen_random_uuid(), :key, :withdrawal, :sequence, 't', now(), :body)
                          RETURNING event_id)
                        INSERT INTO webhook_delivery (event_id, application_key, withdrawal_id, sequence)
                        SELECT event_id, :key, :withdrawal, :sequence FROM event
                        """)
                .bind("key", key)
                .bind("withdrawal", withdrawal)
                .bind("sequence", sequence)
                .bind("body", withdrawal + "/" + sequence)
                .then();
    }

    private static UUID stored(String key, int... sequences) {
        UUID withdrawal = UUID.randomUUID();
        for (int sequence : sequences) {
            store(key, withdrawal, sequence).block(WAIT);
        }
        return withdrawal;
    }

    private static List<String> bodies(Claim claim) {
        return claim.claimed().stream().map(each -> each.message().body()).toList();
    }

    private static Claim claim(R2dbcDeliveries instance, String key, boolean ordered, int most) {
        List<Claim> claims = instance.claim(List.of(new Wanted(key, ordered, most))).block(WAIT);
        assertThat(claims).hasSize(1);
        return claims.getFirst();
    }

    private static Attempted attempted(
            Claimed claimed, boolean delivered, @Nullable Duration retryIn) {
        return new Attempted(
                claimed,
                Instant.now(),
                Duration.ofMillis(3),
                delivered ? 200 : 500,
                delivered ? null : "status: 500",
                "x",
                delivered,
                false,
                retryIn == null ? null : Instant.now().plus(retryIn));
    }

    private static Settled settle(R2dbcDeliveries instance, Attempted attempted) {
        List<Settled> settled = instance.settle(List.of(attempted)).block(WAIT);
        assertThat(settled).hasSize(1);
        return settled.getFirst();
    }

    @Test
    void whatIsClaimedIsNobodyElsesUntilItsLeaseLapses() throws Exception {
        String key = application();
        UUID withdrawal = stored(key, 1);
        R2dbcDeliveries dying = instance(Duration.ofMillis(300));
        R2dbcDeliveries other = instance(LONG);

        Claimed first = claim(dying, key, true, 10).claimed().getFirst();
        assertThat(claim(other, key, true, 10).claimed()).isEmpty();
        assertThat(other.due(List.of(key)).block(WAIT)).isEmpty();
        Claimed second = awaitClaim(other, key);
        assertThat(second.message().body()).isEqualTo(withdrawal + "/1");

        settle(dying, attempted(first, false, null));
        assertThat(ask(status(withdrawal, 1))).as("a late failure").isEqualTo("PENDING");
        settle(other, attempted(second, false, Duration.ofHours(1)));
        assertThat(ask(status(withdrawal, 1))).isEqualTo("FAILED");
        settle(other, attempted(second, false, Duration.ofHours(1)));
        assertThat(ask(attempts(withdrawal, 1))).as("the same result again").isEqualTo("1");
        settle(dying, attempted(first, true, null));
        assertThat(ask(status(withdrawal, 1))).as("a late success").isEqualTo("DELIVERED");
        assertThat(ask(attempts(withdrawal, 1))).isEqualTo("2");
    }

    private static Claimed awaitClaim(R2dbcDeliveries instance, String key)
            throws InterruptedException {
        long end = System.nanoTime() + WAIT.toNanos();
        while (System.nanoTime() < end) {
            Claim claim = claim(instance, key, true, 10);
            if (!claim.claimed().isEmpty()) {
                return claim.claimed().getFirst();
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new AssertionError("nothing due");
    }

    private static String status(UUID withdrawal, int sequence) {
        return "SELECT status FROM webhook_delivery WHERE withdrawal_id = '%s' AND sequence = %d"
                .formatted(withdrawal, sequence);
    }

    private static String attempts(UUID withdrawal, int sequence) {
        return """
        SELECT count(*) FROM webhook_attempt JOIN webhook_delivery USING (event_id)
        WHERE withdrawal_id = '%s' AND sequence = %d
        """
                .formatted(withdrawal, sequence);
    }

    @Test
    void oneClaimServesManyApplicationsAndEachGetsWhatItHasRoomFor() {
        String one = application();
        String two = application();
        String none = application();
        for (int i = 0; i < 5; i++) {
            stored(one, 1);
            stored(two, 1);
        }
        List<Claim> claims =
                instance(LONG)
                        .claim(
                                List.of(
                                        new Wanted(one, true, 3),
                                        new Wanted(none, true, 3),
                                        new Wanted(two, false, 10)))
                        .block(WAIT);

        assertThat(claims).extracting(each -> each.claimed().size()).containsExactly(3, 0, 5);
        assertThat(claims).extracting(Claim::more).containsExactly(true, false, false);
        assertThat(claims.get(2).claimed()).allMatch(each -> each.applicationKey().equals(two));
    }

    @Test
    void aLaterEventWaitsForEachEarlierOneAndIsDueWhenThatIsSettledForGood() {
        String key = application();
        R2dbcDeliveries instance = instance(LONG);
        UUID withdrawal = stored(key, 1, 2, 3);

        Claim first = claim(instance, key, true, 10);
        assertThat(bodies(first)).containsExactly(withdrawal + "/1");
        Settled failed =
                settle(instance, attempted(first.claimed().getFirst(), false, Duration.ZERO));
        assertThat(failed.unblocked()).isFalse();
        Claim again = claim(instance, key, true, 10);
        assertThat(bodies(again)).containsExactly(withdrawal + "/1");
        assertThat(again.claimed().getFirst().round()).isEqualTo(1);
        assertThat(settle(instance, attempted(again.claimed().getFirst(), true, null)).unblocked())
                .isTrue();

        Claim second = claim(instance, key, true, 10);
        assertThat(bodies(second)).containsExactly(withdrawal + "/2");
        assertThat(
                        settle(instance, attempted(second.claimed().getFirst(), false, null))
                                .unblocked())
                .as("given up")
                .isTrue();
        Claim third = claim(instance, key, true, 10);
        assertThat(bodies(third)).containsExactly(withdrawal + "/3");
        assertThat(settle(instance, attempted(third.claimed().getFirst(), true, null)).unblocked())
                .isFalse();
    }

    @Test
    void withoutOrderAllAreDueAndAFailureOfOneLeavesTheOthersAlone() {
        String key = application();
        R2dbcDeliveries instance = instance(LONG);
        UUID withdrawal = stored(key, 1, 2);

        Claim both = claim(instance, key, false, 10);
        assertThat(bodies(both)).containsExactly(withdrawal + "/1", withdrawal + "/2");
        settle(instance, attempted(both.claimed().get(1), false, Duration.ofHours(2)));
        settle(instance, attempted(both.claimed().get(0), true, null));

        assertThat(claim(instance, key, false, 10).claimed()).isEmpty();
        assertThat(ask(status(withdrawal, 2))).isEqualTo("FAILED");
    }

    @Test
    void aReplayVoidsWhatIsUnderWayUnlessItSucceeds() {
        String key = application();
        R2dbcDeliveries instance = instance(LONG);
        UUID withdrawal = stored(key, 1);
        Claimed before = claim(instance, key, true, 1).claimed().getFirst();
        settle(instance, attempted(before, false, Duration.ZERO));
        Claimed underWay = claim(instance, key, true, 1).claimed().getFirst();

        EventLedger ledger = new R2dbcEventLedger(database, Clock.systemUTC());
        assertThat(ledger.replay(key, underWay.message().eventId()).block(WAIT))
                .isEqualTo(EventLedger.Replayed.DUE_AGAIN);
        settle(instance, attempted(underWay, false, null));
        assertThat(ask(status(withdrawal, 1))).isEqualTo("PENDING");
        Claimed replayed = claim(instance, key, true, 1).claimed().getFirst();
        assertThat(replayed.round()).isZero();
        assertThat(replayed.attempts()).isEqualTo(1);
    }

    @Test
    void oneInstancesSuccessEndsWhatAnotherNotedAsFailing() {
        String key = application();
        stored(key, 1);
        stored(key, 1);
        R2dbcDeliveries one = instance(LONG);
        R2dbcDeliveries other = instance(LONG);
        Claim both = claim(one, key, true, 2);
        String failing =
                "SELECT failing_since IS NOT NULL FROM application WHERE application_key = '%s'"
                        .formatted(key);

        settle(one, attempted(both.claimed().get(0), false, Duration.ofHours(1)));
        assertThat(ask(failing)).isEqualTo("true");
        settle(other, attempted(both.claimed().get(1), true, null));
        assertThat(ask(failing)).isEqualTo("false");
    }

    @Test
    void anEndpointIsDeadWhenOneIsGivenUpAndNothingHasSucceededForDays() {
        String key = application();
        for (int i = 0; i < 4; i++) {
            stored(key, 1);
        }
        R2dbcDeliveries instance = instance(LONG);
        List<Claimed> claimed = claim(instance, key, true, 4).claimed();
        String failingSince =
                "UPDATE application SET failing_since = now() - interval '%s' WHERE application_key = '%s'";

        run(failingSince.formatted("71 hours", key));
        assertThat(settle(instance, attempted(claimed.get(0), false, null)).endpointIsDead())
                .isFalse();
        run(failingSince.formatted("73 hours", key));
        assertThat(
                        settle(instance, attempted(claimed.get(1), false, Duration.ofHours(1)))
                                .endpointIsDead())
                .as("one that is tried again is not given up")
                .isFalse();
        List<Settled> together =
                instance.settle(
                                List.of(
                                        attempted(claimed.get(2), false, null),
                                        attempted(claimed.get(3), true, null)))
                        .block(WAIT);
        assertThat(together).noneMatch(Settled::endpointIsDead);

        stored(key, 1);
        Claimed last = claim(instance, key, true, 1).claimed().getFirst();
        run(failingSince.formatted("73 hours", key));
        assertThat(settle(instance, attempted(last, false, null)).endpointIsDead()).isTrue();
    }

    /**
     * Events are stored, claimed and settled by several at once. A lease is a minute, so an event
     * that was put off and forgotten would be late by as much.
     */
    @Test
    void underRacesOrderIsKeptAndNothingIsForgotten() throws Exception {
        String key = application();
        int withdrawals = 150;
        int eventsOfEach = 4;
        Map<String, Integer> last = new ConcurrentHashMap<>();
        List<String> violations = new CopyOnWriteArrayList<>();
        AtomicInteger delivered = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(() -> storeAll(key, withdrawals, eventsOfEach));
            for (int i = 0; i < 3; i++) {
                R2dbcDeliveries instance = instance(LONG);
                SplittableRandom random = new SplittableRandom(i);
                threads.submit(
                        () -> {
                            long end = System.nanoTime() + WAIT.toNanos();
                            while (delivered.get() < withdrawals * eventsOfEach
                                    && System.nanoTime() < end) {
                                Claim claim = claim(instance, key, true, 1 + random.nextInt(20));
                                claim.claimed().forEach(each -> note(each, last, violations));
                                deliver(instance, claim, random);
                                delivered.addAndGet(claim.claimed().size());
                            }
                        });
            }
        }
        assertThat(violations).isEmpty();
        assertThat(delivered).hasValue(withdrawals * eventsOfEach);
        assertThat(last.values()).hasSize(withdrawals).containsOnly(eventsOfEach);
    }

    private static void storeAll(String key, int withdrawals, int eventsOfEach) {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < withdrawals; i++) {
            ids.add(UUID.randomUUID());
        }
        for (int sequence = 1; sequence <= eventsOfEach; sequence++) {
            Collections.shuffle(ids, new Random(sequence));
            for (UUID id : ids) {
                store(key, id, sequence).block(WAIT);
            }
        }
    }

    private static void note(Claimed each, Map<String, Integer> last, List<String> violations) {
        String[] parts = each.message().body().split("/", 2);
        int sequence = Integer.parseInt(parts[1]);
        Integer before = last.put(parts[0], sequence);
        if (sequence != (before == null ? 1 : before + 1)) {
            violations.add(each.message().body() + " after " + before);
        }
    }

    private static void deliver(R2dbcDeliveries instance, Claim claim, SplittableRandom random) {
        if (claim.claimed().isEmpty()) {
            return;
        }
        List<Attempted> attempts =
                claim.claimed().stream().map(each -> attempted(each, true, null)).toList();
        int half = random.nextInt(attempts.size() + 1);
        for (List<Attempted> part :
                List.of(attempts.subList(0, half), attempts.subList(half, attempts.size()))) {
            if (!part.isEmpty()) {
                instance.settle(part).block(WAIT);
            }
        }
    }
}
