package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.Topics;
import io.sluice.ingest.PostgresGate.Hold;
import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Real instances of the service, killed with signal 9 between each two steps of both transactions: a
 * callback's, and that of a payout which a callback waits for. Each instance is held at a step of its
 * own, in both; then they die together, and another one takes over what they left.
 */
final class KilledAtEachStepTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final List<String> STEPS_OF_A_CALLBACK =
            List.of(
                    "BEGIN",
                    "INSERT INTO provider_reference",
                    "SELECT callback.",
                    "WITH part_1 AS (\nINSERT INTO callback",
                    "COMMIT",
                    "answer to COMMIT");
    private static final List<String> STEPS_OF_A_PAYOUT =
            List.of(
                    "BEGIN",
                    "INSERT INTO provider_reference",
                    "SELECT callback.",
                    "WITH part_1 AS (\nUPDATE callback",
                    "COMMIT",
                    "answer to COMMIT");
    private static final int INSTANCES = STEPS_OF_A_CALLBACK.size();

    private final DatabaseAddress database = Infrastructure.database("ingest-killed");
    private final List<PostgresGate> gates = new ArrayList<>();
    private ServiceProcess victims;

    @BeforeEach
    void start() throws IOException {
        List<String[]> arguments = new ArrayList<>();
        for (int instance = 0; instance < INSTANCES; instance++) {
            PostgresGate gate = new PostgresGate(database);
            gates.add(gate);
            arguments.add(
                    Ingest.arguments(
                            database,
                            gate.springProperty(),
                            // Time to be held in: nobody loses patience before the kill.
                            "sluice.ingest.patience=60s",
                            "spring.r2dbc.properties.options=idle_in_transaction_session_timeout=60s",
                            consumer("heartbeat.interval.ms=300"),
                            consumer("client.id=" + instance)));
        }
        victims = ServiceProcess.start(arguments);
    }

    @AfterEach
    void stop() throws IOException {
        victims.close();
        for (PostgresGate gate : gates) {
            gate.close();
        }
    }

    @Test
    void nothingThatWasAnsweredIsLostAndNothingIsDoubled() throws Exception {
        List<Payout> known = payouts();
        List<Payout> answered = payouts();
        List<Payout> late = payouts();
        for (int i = 0; i < INSTANCES; i++) {
            assertThat(post(i, Pientegra.sent(late.get(i).reference()))).isEqualTo(200);
            Topic.write(known.get(i).submitted(), answered.get(i).submitted());
        }
        await().atMost(SOON).until(() -> linked(known) + linked(answered) == 2 * INSTANCES);

        gates.forEach(PostgresGate::holdRelay);
        for (int i = 0; i < INSTANCES; i++) {
            assertThat(post(i, Pientegra.sent(answered.get(i).reference()))).isEqualTo(200);
        }
        List<String> callbacks =
                known.stream().map(payout -> Pientegra.sent(payout.reference())).toList();
        List<Hold> inCallback = holds();
        List<CompletableFuture<Integer>> answers =
                IntStream.range(0, INSTANCES)
                        .mapToObj(
                                i -> CompletableFuture.supplyAsync(() -> post(i, callbacks.get(i))))
                        .toList();
        assertReached(inCallback, STEPS_OF_A_CALLBACK);
        List<Hold> inPayout = holds();
        late.forEach(payout -> Topic.write(payout.submitted()));
        assertReached(inPayout, STEPS_OF_A_PAYOUT);
        assertThat(answers).as("answered, and not before it is durable").noneMatch(a -> a.isDone());
        assertThat(published()).as("the relays are held, too").isZero();
        victims.kill();
        gates.forEach(PostgresGate::forget);

        leaveTheGroup();
        try (Ingest next = Ingest.start(database, "sluice.outbox.lease=1s")) {
            for (String unanswered : callbacks) {
                assertThat(deliver(next.port(), unanswered).statusCode()).isEqualTo(200);
            }
            for (List<Payout> each : List.of(known, answered, late)) {
                each.forEach(this::assertPublishedOnce);
            }
        }
    }

    /** One of each instance's partitions. */
    private List<Payout> payouts() {
        Map<String, Integer> partitions = assigned();
        return IntStream.range(0, INSTANCES)
                .mapToObj(i -> Payout.inPartition(partitions.get(i + "")))
                .toList();
    }

    /** A partition of each instance, once each has one. */
    private Map<String, Integer> assigned() {
        Map<String, Integer> partitions = new HashMap<>();
        await().atMost(SOON)
                .until(
                        () -> {
                            partitions.clear();
                            for (MemberDescription member : members()) {
                                for (TopicPartition each : member.assignment().topicPartitions()) {
                                    partitions.put(
                                            member.clientId().replaceAll("-.*", ""),
                                            each.partition());
                                }
                            }
                            return partitions.size() == INSTANCES;
                        });
        return partitions;
    }

    private List<Hold> holds() {
        return IntStream.range(0, INSTANCES)
                .mapToObj(
                        i ->
                                gates.get(i)
                                        .hold(
                                                i < INSTANCES - 1
                                                        ? Hold.beforeStatement(i)
                                                        : Hold.beforeAnswerToCommit()))
                .toList();
    }

    private static void assertReached(List<Hold> holds, List<String> steps) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(holds).allMatch(Hold::isReached, "reached"));
        assertThat(holds)
                .zipSatisfy(steps, (hold, step) -> assertThat(hold.reachedAt()).startsWith(step));
    }

    private void assertPublishedOnce(Payout payout) {
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(
                                                Topic.read(
                                                                Topics.PAYOUT_STATUS,
                                                                payout.partition(),
                                                                payout.withdrawalId().toString())
                                                        .stream()
                                                        .<EventId>map(Envelope::id)
                                                        .distinct())
                                        .hasSize(1));
        assertThat(
                        Database.count(
                                database,
                                "SELECT count(*) FROM callback WHERE provider_reference = ? AND state = 'PUBLISHED'",
                                payout.reference()))
                .isEqualTo(1);
    }

    /** How many of these; the topic has other tests' payouts too. */
    private long linked(List<Payout> payouts) {
        return Database.count(
                database,
                payouts.stream()
                        .map(payout -> "'" + payout.reference() + "'")
                        .collect(
                                Collectors.joining(
                                        ", ",
                                        "SELECT count(*) FROM provider_reference"
                                                + " WHERE payout_id IS NOT NULL AND reference IN (",
                                        ")")));
    }

    /** How many of the events that are written were published already. */
    private long published() {
        return Database.count(
                database,
                """
                SELECT (SELECT count(*) FROM callback WHERE state = 'PUBLISHED')
                    - (SELECT count(*) FROM outbox)
                """);
    }

    private List<MemberDescription> members() throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            return List.copyOf(
                    admin.describeConsumerGroups(List.of(database.name()))
                            .describedGroups()
                            .get(database.name())
                            .get()
                            .members());
        }
    }

    /** The broker would find out for itself, later. */
    private void leaveTheGroup() throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.removeMembersFromConsumerGroup(
                            database.name(), new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
        }
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", Infrastructure.bootstrapServers()));
    }

    private static String consumer(String property) {
        return "spring.cloud.stream.kafka.binder.consumer-properties." + property;
    }

    private int post(int instance, String body) {
        return deliver(victims.port(instance), body).statusCode();
    }

    private static HttpResponse<String> deliver(int port, String body) {
        return Ingest.post(
                port,
                Pientegra.PATH,
                body.getBytes(StandardCharsets.UTF_8),
                Pientegra.signed(body));
    }
}
