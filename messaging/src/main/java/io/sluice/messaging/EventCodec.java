package io.sluice.messaging;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.SluiceEvent;
import io.sluice.contracts.Topics;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Events to and from CloudEvents 1.0 in Kafka's binary content mode: attributes in {@code ce_}
 * headers, the event as JSON in the value.
 */
public final class EventCodec {

    public static final String TRACEPARENT = "traceparent";
    public static final String TYPE = "ce_type";

    private static final Map<String, Class<? extends SluiceEvent>> TYPES = types();

    private final JsonMapper json = EventJson.mapper();

    public EncodedEvent encode(Envelope<?> envelope) {
        SluiceEvent event = envelope.data();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", envelope.id().toString());
        headers.put("ce_source", envelope.source());
        headers.put(TYPE, event.type());
        headers.put("ce_time", envelope.time().toString());
        headers.put("ce_subject", event.subject());
        headers.put("content-type", "application/json");
        putIfPresent(headers, "ce_causationid", envelope.causedBy());
        putIfPresent(headers, TRACEPARENT, envelope.traceparent());
        return new EncodedEvent(
                event.topic(),
                event.partition(Topics.PARTITIONS),
                event.key(),
                headers,
                json.writeValueAsBytes(event));
    }

    /** As {@link #decode(Map, byte[])}, with where it came from. */
    Inbound decode(RawRecord record) {
        Origin origin = record.origin();
        return new Inbound(
                origin.topic(),
                origin.partition(),
                origin.offset(),
                decode(record.headers(), record.payload()));
    }

    /**
     * Reads an event.
     *
     * @throws UndecodableEvent naming the attribute or member and what was expected; the value
     *     itself is not quoted, since it may be anything
     */
    public Envelope<?> decode(Map<String, String> headers, byte[] payload) {
        String type = required(headers, TYPE);
        Class<? extends SluiceEvent> event = TYPES.get(type);
        if (event == null) {
            throw new UndecodableEvent(
                    "ce_type: unknown (expected: one of " + TYPES.size() + " event types)");
        }
        String cause = headers.get("ce_causationid");
        return new Envelope<>(
                id(required(headers, "ce_id"), "ce_id"),
                required(headers, "ce_source"),
                time(required(headers, "ce_time")),
                cause == null ? null : id(cause, "ce_causationid"),
                headers.get(TRACEPARENT),
                data(payload, event));
    }

    private SluiceEvent data(byte[] payload, Class<? extends SluiceEvent> event) {
        SluiceEvent data;
        try {
            data = json.readValue(payload, event);
        } catch (JacksonException e) {
            throw new UndecodableEvent(
                    "data: no valid " + event.getSimpleName() + ": " + problem(e));
        }
        if (data == null) {
            throw new UndecodableEvent("data: null (expected: a " + event.getSimpleName() + ")");
        }
        return data;
    }

    private static String problem(JacksonException e) {
        String path = e.getPathReference();
        Throwable root = e.getCause() == null ? e : e.getCause();
        return root.getClass().getSimpleName()
                + (path == null || path.isEmpty() ? "" : " at " + path);
    }

    private static EventId id(String text, String attribute) {
        try {
            return EventId.of(text);
        } catch (IllegalArgumentException _) {
            throw new UndecodableEvent(attribute + ": malformed (expected: a UUID)");
        }
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException _) {
            throw new UndecodableEvent("ce_time: malformed (expected: RFC 3339 in UTC)");
        }
    }

    private static String required(Map<String, String> headers, String attribute) {
        String value = headers.get(attribute);
        if (value == null) {
            throw new UndecodableEvent(attribute + ": missing (expected: a CloudEvents attribute)");
        }
        return value;
    }

    private static void putIfPresent(
            Map<String, String> headers, String name, @Nullable Object value) {
        if (value != null) {
            headers.put(name, value.toString());
        }
    }

    private static Map<String, Class<? extends SluiceEvent>> types() {
        Map<String, Class<? extends SluiceEvent>> types = new HashMap<>();
        leaves(SluiceEvent.class).forEach(event -> types.put(SluiceEvent.type(event), event));
        return Map.copyOf(types);
    }

    private static Stream<Class<? extends SluiceEvent>> leaves(Class<?> type) {
        if (type.isRecord()) {
            return Stream.of(type.asSubclass(SluiceEvent.class));
        }
        return Stream.of(type.getPermittedSubclasses()).flatMap(EventCodec::leaves);
    }

    /** UTF-8, as every header is written. */
    static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }
}
