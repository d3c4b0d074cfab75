package io.sluice.messaging;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Parking in the service's own database, so that every instance sees the same. */
final class R2dbcParking implements Parking {

    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final JsonMapper json = JsonMapper.shared();

    R2dbcParking(DatabaseClient database, TransactionalOperator transaction) {
        this.database = database;
        this.transaction = transaction;
    }

    @Override
    public Mono<Map<String, Origin>> openDeadLetters(String consumer, Collection<String> subjects) {
        return database.sql(
                        """
                        SELECT subject, topic, kafka_partition, kafka_offset
                        FROM open_dead_letter
                        WHERE consumer = $1 AND subject = ANY($2)
                        """)
                .bind("$1", consumer)
                .bind("$2", subjects.toArray(String[]::new))
                .map(row -> Map.entry(text(row, "subject"), origin(row)))
                .all()
                .collect(HashMap::new, (open, entry) -> open.put(entry.getKey(), entry.getValue()));
    }

    @Override
    public Mono<Void> open(String consumer, String subject, Origin deadLetter, String reason) {
        return database.sql(
                        """
                        INSERT INTO open_dead_letter (consumer, subject, topic, kafka_partition, kafka_offset, reason)
                        VALUES ($1, $2, $3, $4, $5, $6)
                        ON CONFLICT (consumer, subject) DO UPDATE
                        SET topic = $3, kafka_partition = $4, kafka_offset = $5, reason = $6, opened_at = now()
                        """)
                .bind("$1", consumer)
                .bind("$2", subject)
                .bind("$3", deadLetter.topic())
                .bind("$4", deadLetter.partition())
                .bind("$5", deadLetter.offset())
                .bind("$6", reason)
                .then();
    }

    @Override
    public Mono<Void> keep(String consumer, String subject, RawRecord record) {
        return database.sql(
                        """
                        INSERT INTO kept_record
                          (consumer, subject, topic, kafka_partition, kafka_offset, record_key, headers, payload)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                        ON CONFLICT ON CONSTRAINT kept_record_is_kept_once DO NOTHING
                        """)
                .bind("$1", consumer)
                .bind("$2", subject)
                .bind("$3", record.origin().topic())
                .bind("$4", record.origin().partition())
                .bind("$5", record.origin().offset())
                .bind("$6", record.key() == null ? "" : record.key())
                .bind("$7", json.writeValueAsString(record.headers()))
                .bind("$8", ByteBuffer.wrap(record.payload()))
                .then();
    }

    @Override
    public Mono<List<RawRecord>> kept(String consumer, String subject) {
        return database.sql(
                        """
                        SELECT topic, kafka_partition, kafka_offset, record_key, headers, payload
                        FROM kept_record
                        WHERE consumer = $1 AND subject = $2
                        ORDER BY id
                        """)
                .bind("$1", consumer)
                .bind("$2", subject)
                .map(
                        row ->
                                new RawRecord(
                                        origin(row),
                                        text(row, "record_key"),
                                        json.readValue(text(row, "headers"), HEADERS),
                                        bytes(
                                                Objects.requireNonNull(
                                                        row.get("payload", ByteBuffer.class)))))
                .all()
                .collectList();
    }

    @Override
    public Mono<Void> forget(String consumer, Collection<Origin> handled) {
        if (handled.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(
                        """
                        DELETE FROM kept_record
                        WHERE consumer = $1
                          AND (topic, kafka_partition, kafka_offset) IN (SELECT * FROM unnest($2::text[], $3::int[], $4::bigint[]))
                        """)
                .bind("$1", consumer)
                .bind("$2", handled.stream().map(Origin::topic).toArray(String[]::new))
                .bind("$3", handled.stream().map(Origin::partition).toArray(Integer[]::new))
                .bind("$4", handled.stream().map(Origin::offset).toArray(Long[]::new))
                .then();
    }

    @Override
    public Mono<Void> close(String consumer, String subject, Collection<Origin> handled) {
        Mono<Void> delete =
                database.sql("DELETE FROM open_dead_letter WHERE consumer = $1 AND subject = $2")
                        .bind("$1", consumer)
                        .bind("$2", subject)
                        .then();
        return transaction.transactional(forget(consumer, handled).then(delete));
    }

    private static Origin origin(Readable row) {
        return new Origin(
                text(row, "topic"),
                Objects.requireNonNull(row.get("kafka_partition", Integer.class)),
                Objects.requireNonNull(row.get("kafka_offset", Long.class)));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
