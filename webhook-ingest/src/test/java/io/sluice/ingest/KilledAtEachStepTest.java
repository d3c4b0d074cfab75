package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.Topics;
import io.sluice.ingest.PostgresGate.Hold;
import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Real processes of the service, killed with signal 9 between each two steps of both transactions: a
 * callback's, and that of a payout which a callback waits for. Every victim is held at one step of
 * each; the next process takes over what it left.
 */
final class KilledAtEachStepTest {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int MORE_STEPS_THAN_THERE_ARE = 20;

    private final DatabaseAddress database = Infrastructure.database("ingest-killed");
    private final List<Payout> payouts = new ArrayList<>();
    private @Nullable String notAnswered;

    @Test
    @Timeout(900)
    void nothingThatWasAnsweredIsLostAndNothingIsDoubled() throws Exception {
        try (PostgresGate gate = new PostgresGate(database)) {
            int steps = 0;
            while (killAt(gate, Hold.beforeStatement(steps), Hold.beforeStatement(steps))) {
                steps++;
                assertThat(steps).isLessThan(MORE_STEPS_THAN_THERE_ARE);
            }
            assertThat(steps).as("BEGIN, two looks, two writes, COMMIT").isGreaterThan(5);
            killAt(gate, Hold.beforeAnswerToCommit(), Hold.beforeAnswerToCommit());
            killWithRelayHeld(gate);
            try (ServiceProcess last = ServiceProcess.start(gate.springProperties())) {
                takeOver(last);
            }
        }
    }

    /** True unless both transactions went through without coming to the step. */
    private boolean killAt(PostgresGate gate, Hold ofCallback, Hold ofPayout) throws Exception {
        try (ServiceProcess victim = ServiceProcess.start(gate.springProperties())) {
            takeOver(victim);
            Payout known = opened();
            Payout late = opened();
            assertThat(post(victim, Pientegra.sent(late.reference())).statusCode()).isEqualTo(200);
            Topic.write(known.submitted());
            await().atMost(SOON).until(() -> isLinked(known));

            String callback = Pientegra.sent(known.reference());
            gate.hold(ofCallback);
            CompletableFuture<HttpResponse<String>> answer =
                    CompletableFuture.supplyAsync(() -> post(victim, callback));
            await().atMost(SOON).until(() -> answer.isDone() || ofCallback.isReached());
            boolean callbackHeld = ofCallback.isReached();
            assertThat(answer.isDone())
                    .as("answered, and not before it is durable")
                    .isEqualTo(!callbackHeld);
            if (callbackHeld) {
                notAnswered = callback;
            }
            gate.hold(ofPayout);
            Topic.write(late.submitted());
            await().atMost(SOON).until(() -> ofPayout.isReached() || isPublished(late));
            victim.kill();
            gate.forget();
            return callbackHeld || ofPayout.isReached();
        }
    }

    /** Answered, and killed before it is published: nobody sends it again. */
    private void killWithRelayHeld(PostgresGate gate) throws Exception {
        try (ServiceProcess victim = ServiceProcess.start(gate.springProperties())) {
            takeOver(victim);
            Payout known = opened();
            Topic.write(known.submitted());
            await().atMost(SOON).until(() -> isLinked(known));
            gate.holdRelay();
            assertThat(post(victim, Pientegra.sent(known.reference())).statusCode()).isEqualTo(200);
            assertThat(eventIds(known)).isEmpty();
            victim.kill();
            gate.forget();
        }
    }

    /** The provider sends again what was not answered; all else the service does by itself. */
    private void takeOver(ServiceProcess next) {
        if (notAnswered != null) {
            assertThat(post(next, notAnswered).statusCode()).isEqualTo(200);
            notAnswered = null;
        }
        for (Payout payout : payouts) {
            await().atMost(SOON).untilAsserted(() -> assertThat(eventIds(payout)).hasSize(1));
            assertThat(rowsOf(payout)).isEqualTo(1);
        }
    }

    private Payout opened() {
        Payout payout = Payout.opened("pientegra");
        payouts.add(payout);
        return payout;
    }

    private long rowsOf(Payout payout) {
        return Database.count(
                database,
                "SELECT count(*) FROM callback WHERE provider_reference = ?",
                payout.reference());
    }

    private boolean isPublished(Payout payout) {
        return Database.count(
                        database,
                        "SELECT count(*) FROM callback WHERE provider_reference = ? AND state = 'PUBLISHED'",
                        payout.reference())
                == 1;
    }

    private boolean isLinked(Payout payout) {
        return Database.count(
                        database,
                        "SELECT count(*) FROM provider_reference WHERE reference = ? AND payout_id IS NOT NULL",
                        payout.reference())
                == 1;
    }

    private static Set<EventId> eventIds(Payout payout) {
        Set<EventId> ids = new LinkedHashSet<>();
        for (Envelope<?> event :
                Topic.read(
                        Topics.PAYOUT_STATUS,
                        payout.partition(),
                        payout.withdrawalId().toString())) {
            ids.add(event.id());
        }
        return ids;
    }

    private static HttpResponse<String> post(ServiceProcess service, String body) {
        return Ingest.post(
                service.port(),
                Pientegra.PATH,
                body.getBytes(StandardCharsets.UTF_8),
                Pientegra.signed(body));
    }
}
