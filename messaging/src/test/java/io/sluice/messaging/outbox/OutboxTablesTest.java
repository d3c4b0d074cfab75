package io.sluice.messaging.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.r2dbc.spi.ConnectionFactory;
import io.sluice.contracts.Topics;
import io.sluice.messaging.EncodedEvent;
import io.sluice.messaging.EventCodec;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What the tables refuse, and what they give back. */
class OutboxTablesTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int TOO_LARGE = 1_000_001;

    private static OwnConnection own;
    private static Outbox outbox;
    private static TransactionalOperator transaction;

    @BeforeAll
    static void open() {
        ConnectionFactory connections = TestDatabase.migrated("tables").connections();
        own = OwnConnection.open(connections, SOON);
        ShardLeases leases = new ShardLeases("nobody", SOON);
        transaction = TransactionalOperator.create(new R2dbcTransactionManager(connections));
        outbox =
                new Outbox(
                        org.springframework.r2dbc.core.DatabaseClient.create(connections),
                        new EventCodec(),
                        new Wakes(leases, new Bell()));
    }

    @AfterAll
    static void close() {
        own.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    outbox_shard_known | INSERT INTO outbox (shard, topic, key, headers, payload) VALUES (12, 't', 'k', '{}', '{}')
                    outbox_shard_lease_whole | UPDATE outbox_shard SET holder = 'somebody'
                    outbox_shard_range | INSERT INTO outbox_shard (shard) VALUES (-1)
                    outbox_shard_pk | INSERT INTO outbox_shard (shard) VALUES (0)
                    outbox_relay_pk | INSERT INTO outbox_relay VALUES ('a', now()), ('a', now())
                    """)
    void a_bad_row_is_refused_by_a_constraint_with_a_name(String constraint, String statement) {
        assertThatThrownBy(() -> own.done(own.client().sql(statement).then()))
                .rootCause()
                .hasMessageContaining(constraint);
    }

    @Test
    void there_is_a_shard_for_each_partition() {
        assertThat(
                        own.get(
                                own.client()
                                        .sql("SELECT shard FROM outbox_shard ORDER BY shard")
                                        .map(row -> String.valueOf(row.get(0)))
                                        .all()
                                        .collectList()))
                .isEqualTo(
                        IntStream.range(0, Topics.PARTITIONS).mapToObj(Integer::toString).toList());
    }

    @Test
    void an_event_that_the_broker_would_not_take_fails_the_transaction() {
        EncodedEvent large =
                new EncodedEvent("t", 0, "k", Map.of(), "x".repeat(TOO_LARGE).getBytes(UTF_8));
        assertThatThrownBy(
                        () ->
                                transaction
                                        .transactional(outbox.appendEncoded(List.of(large)))
                                        .block(SOON))
                .rootCause()
                .hasMessageContaining("outbox_size_publishable");
    }

    @Test
    void an_append_outside_a_transaction_is_refused() {
        EncodedEvent event = new EncodedEvent("t", 0, "k", Map.of(), "{}".getBytes(UTF_8));
        assertThatThrownBy(() -> outbox.appendEncoded(List.of(event)).block(SOON))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("append: no transaction");
    }

    @Test
    void what_was_appended_comes_back_as_it_was_and_in_the_order_given() {
        OutboxTable table = new OutboxTable(own.client());
        List<EncodedEvent> events =
                IntStream.range(0, 200)
                        .mapToObj(
                                i ->
                                        new EncodedEvent(
                                                "topic-" + i,
                                                7,
                                                "key \"" + i + "\"",
                                                Map.of("ce_id", "ş-" + i, "traceparent", "{'\"\\"),
                                                ("{\"n\":" + i + ",\"name\":\"Ayşe\"}")
                                                        .getBytes(UTF_8)))
                        .toList();
        transaction.transactional(outbox.appendEncoded(events)).block(SOON);
        List<WaitingEvent> waiting = own.get(table.next(new Shards(1 << 7), 1000));
        assertThat(waiting)
                .extracting(WaitingEvent::event)
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(events);
        assertThat(own.get(table.backlog()).rows()).isEqualTo(200);
        assertThat(own.get(table.next(new Shards(1 << 7), 3)))
                .extracting(WaitingEvent::id)
                .isEqualTo(waiting.subList(0, 3).stream().map(WaitingEvent::id).toList());
        assertThat(own.get(table.next(new Shards(1 << 6), 3))).isEmpty();
        own.done(table.delete(waiting.subList(0, 150)));
        assertThat(own.get(table.next(new Shards(1 << 7), 1000)))
                .extracting(WaitingEvent::id)
                .isEqualTo(waiting.subList(150, 200).stream().map(WaitingEvent::id).toList());
        own.done(table.delete(waiting));
        assertThat(own.get(table.backlog())).isEqualTo(Backlog.NONE);
    }
}
