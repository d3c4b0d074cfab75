package io.sluice.messaging.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.WithdrawalId;
import io.sluice.testing.Infrastructure;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** From a commit to Kafka, with one instance. */
class OutboxRoadTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static Instance instance;

    @BeforeAll
    static void start() {
        instance =
                Instance.start(
                        Infrastructure.database("outbox"), Infrastructure.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        instance.close();
    }

    @Test
    void what_was_committed_is_published_in_order_and_its_rows_are_gone() {
        List<WithdrawalId> withdrawals = Story.withdrawals(24);
        try (Reader reader = Reader.open(Infrastructure.bootstrapServers(), withdrawals)) {
            instance.commitAndWake(Story.events(withdrawals, 1, 20));
            reader.readUntil(24 * 20, SOON);
            assertThat(reader.firstSight().values())
                    .hasSize(24)
                    .allSatisfy(numbers -> assertThat(numbers).hasSize(20).isSorted());
            assertThat(reader.repeats()).isZero();
            Eventually.isTrue(() -> instance.rows() == 0, SOON);
        }
    }

    @Test
    void a_transaction_that_is_rolled_back_publishes_nothing() {
        WithdrawalId withdrawal = Story.withdrawal(3);
        try (Reader reader = Reader.open(Infrastructure.bootstrapServers(), List.of(withdrawal))) {
            assertThatThrownBy(
                            () ->
                                    instance.transaction()
                                            .transactional(
                                                    instance.outbox()
                                                            .append(
                                                                    List.of(
                                                                            Story.event(
                                                                                    withdrawal, 1)))
                                                            .then(
                                                                    reactor.core.publisher.Mono
                                                                            .error(
                                                                                    new IllegalStateException(
                                                                                            "rolled back"))))
                                            .block(SOON))
                    .hasMessage("rolled back");
            List<Envelope<?>> next = List.of(Story.event(withdrawal, 2));
            instance.commitAndWake(next);
            reader.readUntil(1, SOON);
            assertThat(reader.firstSight().get(withdrawal)).containsExactly(2);
        }
    }
}
