package io.sluice.ledger.adapter.persistence;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.messaging.EncodedEvent;
import io.sluice.messaging.EventCodec;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Outcomes as text, to be emitted again as they were: {@code [{"headers": {}, "data": {}}]}. */
final class StoredOutcomes {

    private final EventCodec codec;
    private final JsonMapper json = JsonMapper.shared();

    StoredOutcomes(EventCodec codec) {
        this.codec = codec;
    }

    String write(List<Envelope<? extends LedgerEvent>> outcomes) {
        StringBuilder text = new StringBuilder("[");
        for (Envelope<? extends LedgerEvent> outcome : outcomes) {
            EncodedEvent encoded = codec.encode(outcome);
            text.append(text.length() > 1 ? ",{\"headers\":" : "{\"headers\":")
                    .append(json.writeValueAsString(encoded.headers()))
                    .append(",\"data\":")
                    .append(new String(encoded.payload(), StandardCharsets.UTF_8))
                    .append('}');
        }
        return text.append(']').toString();
    }

    /** A fact as it lay on its topic. */
    String fact(PayoutStatusReported fact) {
        EventId none = new EventId(new UUID(0, 0));
        EncodedEvent encoded =
                codec.encode(new Envelope<>(none, "", Instant.EPOCH, null, null, fact));
        return new String(encoded.payload(), StandardCharsets.UTF_8);
    }

    List<Envelope<? extends LedgerEvent>> read(String text) {
        List<Envelope<? extends LedgerEvent>> outcomes = new ArrayList<>();
        for (JsonNode outcome : json.readTree(text)) {
            Map<String, String> headers = new LinkedHashMap<>();
            outcome.path("headers")
                    .properties()
                    .forEach(header -> headers.put(header.getKey(), header.getValue().asString()));
            byte[] payload = json.writeValueAsBytes(outcome.path("data"));
            outcomes.add(ledgerEvent(codec.decode(headers, payload)));
        }
        return outcomes;
    }

    private static Envelope<LedgerEvent> ledgerEvent(Envelope<?> envelope) {
        if (!(envelope.data() instanceof LedgerEvent event)) {
            throw new IllegalStateException("outcome: no LedgerEvent (expected: one)");
        }
        return new Envelope<>(
                envelope.id(),
                envelope.source(),
                envelope.time(),
                envelope.causedBy(),
                envelope.traceparent(),
                event);
    }
}
