package io.sluice.withdrawal.adapter.persistence;

import io.sluice.contracts.WithdrawalId;
import io.sluice.messaging.Writes;
import io.sluice.withdrawal.application.Opening.PublishedEvent;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

/** Partner events, and what is to be delivered of them. */
final class EventRows {

    private static final String INSERT =
            """
            INSERT INTO partner_event
              (event_id, application_key, withdrawal_id, sequence, event_type, occurred_at, body, notice,
               notice_signed, traceparent)
            SELECT * FROM unnest(
              :event_id::uuid[], :application_key::text[], :withdrawal_id::uuid[], :sequence::integer[],
              :event_type::text[], :occurred_at::timestamptz[], :body::text[], :notice::text[],
              :notice_signed::text[], :traceparent::text[])
            """;

    private static final String DELIVER =
            """
            INSERT INTO webhook_delivery (event_id, application_key, withdrawal_id, sequence)
            SELECT * FROM unnest(
              :event_id::uuid[], :application_key::text[], :withdrawal_id::uuid[], :sequence::integer[])
            """;

    private static final String TRACE =
            "SELECT traceparent FROM partner_event WHERE withdrawal_id = :id AND sequence = 1";

    private final DatabaseClient database;

    EventRows(DatabaseClient database) {
        this.database = database;
    }

    /** Nothing for no events. */
    static List<Writes.Part> insert(List<PublishedEvent> events) {
        if (events.isEmpty()) {
            return List.of();
        }
        List<PublishedEvent> heard = events.stream().filter(PublishedEvent::deliver).toList();
        Writes.Part stored = stored(events);
        return heard.isEmpty()
                ? List.of(stored)
                : List.of(stored, keyed(new Rows<>(DELIVER, heard)).part());
    }

    private static Writes.Part stored(List<PublishedEvent> events) {
        return keyed(new Rows<>(INSERT, events))
                .texts("event_type", e -> e.event().type().text())
                .instants("occurred_at", e -> e.event().occurredAt())
                .texts("body", PublishedEvent::body)
                .texts("notice", e -> e.notice() == null ? null : e.notice().body())
                .texts("notice_signed", e -> e.notice() == null ? null : e.notice().signed())
                .texts("traceparent", PublishedEvent::traceparent)
                .part();
    }

    private static Rows<PublishedEvent> keyed(Rows<PublishedEvent> rows) {
        return rows.uuids("event_id", e -> e.event().id().value())
                .texts("application_key", e -> e.withdrawal().applicationKey())
                .uuids("withdrawal_id", e -> e.withdrawal().id().value())
                .integers("sequence", e -> e.event().sequence());
    }

    /** The withdrawal's trace: that in which it was opened. */
    Mono<Optional<String>> trace(WithdrawalId id) {
        return database.sql(TRACE)
                .bind("id", id.value())
                .map((row, _) -> Optional.ofNullable(row.get("traceparent", String.class)))
                .one()
                .defaultIfEmpty(Optional.empty());
    }
}
