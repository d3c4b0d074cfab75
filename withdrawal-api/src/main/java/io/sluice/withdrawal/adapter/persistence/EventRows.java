package io.sluice.withdrawal.adapter.persistence;

import io.sluice.contracts.WithdrawalId;
import io.sluice.withdrawal.application.Opening.PublishedEvent;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

/** Partner events and what is to be delivered of them, within the caller's transaction. */
final class EventRows {

    private static final String INSERT =
            """
            WITH event AS (
              SELECT * FROM unnest(
                :event_id::uuid[], :application_key::text[], :withdrawal_id::uuid[], :sequence::integer[],
                :event_type::text[], :occurred_at::timestamptz[], :body::text[], :deliver::text[],
                :notice::text[], :notice_signed::text[], :traceparent::text[])
              AS e (event_id, application_key, withdrawal_id, sequence, event_type, occurred_at, body, deliver,
                notice, notice_signed, traceparent)
            ), stored AS (
              INSERT INTO partner_event
                (event_id, application_key, withdrawal_id, sequence, event_type, occurred_at, body, notice,
                 notice_signed, traceparent)
              SELECT event_id, application_key, withdrawal_id, sequence, event_type, occurred_at, body, notice,
                notice_signed, traceparent
              FROM event
            )
            INSERT INTO webhook_delivery (event_id, application_key, withdrawal_id, sequence)
            SELECT event_id, application_key, withdrawal_id, sequence FROM event WHERE deliver IS NOT NULL
            """;

    private static final String TRACE =
            "SELECT traceparent FROM partner_event WHERE withdrawal_id = :id AND sequence = 1";

    private final DatabaseClient database;

    EventRows(DatabaseClient database) {
        this.database = database;
    }

    Mono<Void> insert(List<PublishedEvent> events) {
        if (events.isEmpty()) {
            return Mono.empty();
        }
        return new Rows<>(database.sql(INSERT), events)
                .uuids("event_id", e -> e.event().id().value())
                .texts("application_key", e -> e.withdrawal().applicationKey())
                .uuids("withdrawal_id", e -> e.withdrawal().id().value())
                .integers("sequence", e -> e.event().sequence())
                .texts("event_type", e -> e.event().type().text())
                .instants("occurred_at", e -> e.event().occurredAt())
                .texts("body", PublishedEvent::body)
                .texts("deliver", e -> e.deliver() ? "yes" : null)
                .texts("notice", e -> e.notice() == null ? null : e.notice().body())
                .texts("notice_signed", e -> e.notice() == null ? null : e.notice().signed())
                .texts("traceparent", PublishedEvent::traceparent)
                .statement()
                .then();
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
