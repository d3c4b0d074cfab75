package io.sluice.withdrawal.adapter.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.contracts.EventId;
import io.sluice.withdrawal.application.Settings;
import io.sluice.withdrawal.application.WithdrawalBodies;
import io.sluice.withdrawal.application.webhook.EndpointHealth;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import tools.jackson.databind.json.JsonMapper;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Keeps how endpoints fare in PostgreSQL; a disabled one is logged, counted and told. */
final class R2dbcEndpointHealth implements EndpointHealth {

    private static final Logger LOG = LoggerFactory.getLogger(R2dbcEndpointHealth.class);
    private static final String EVENT_TYPE = "endpoint.disabled";

    private static final String TELL =
            """
            INSERT INTO partner_event (event_id, application_key, sequence, event_type, occurred_at, body)
            VALUES (:event_id, :key, 1, :type, :at, :body)
            """;

    private final DatabaseClient database;
    private final Settings settings;
    private final MeterRegistry meters;
    private final Clock clock;

    R2dbcEndpointHealth(
            DatabaseClient database, Settings settings, MeterRegistry meters, Clock clock) {
        this.database = database;
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public Mono<Void> failing(String applicationKey, boolean isFailing) {
        return database.sql(
                        isFailing
                                ? """
                                  UPDATE application SET failing_since = now()
                                  WHERE application_key = :key AND failing_since IS NULL
                                  """
                                : """
                                  UPDATE application SET failing_since = NULL
                                  WHERE application_key = :key AND failing_since IS NOT NULL
                                  """)
                .bind("key", applicationKey)
                .then();
    }

    @Override
    public Mono<Void> disable(String applicationKey, String reason) {
        return settings.disableEndpoint(applicationKey, reason)
                .flatMap(disabled -> disabled ? tell(applicationKey, reason) : Mono.empty());
    }

    @Override
    public Mono<Void> disableIfFailingFor(
            String applicationKey, Duration threshold, String reason) {
        return database.sql(
                        """
                        SELECT application_key FROM application
                        WHERE application_key = :key AND failing_since < :before
                        """)
                .bind("key", applicationKey)
                .bind("before", clock.instant().minus(threshold))
                .fetch()
                .first()
                .hasElement()
                .flatMap(isDue -> isDue ? disable(applicationKey, reason) : Mono.empty());
    }

    private Mono<Void> tell(String applicationKey, String reason) {
        LOG.warn("webhook endpoint of {} disabled: {}", applicationKey, reason);
        meters.counter("sluice.webhook.endpoints.disabled").increment();
        Instant now = clock.instant();
        EventId id = EventId.derived(applicationKey + "/" + now, EVENT_TYPE);
        String body =
                JsonMapper.shared()
                        .writeValueAsString(
                                JsonMapper.shared()
                                        .createObjectNode()
                                        .put("eventId", id.toString())
                                        .put("eventType", EVENT_TYPE)
                                        .put("occurredAt", WithdrawalBodies.text(now))
                                        .put("reason", reason));
        return database.sql(TELL)
                .bind("event_id", id.value())
                .bind("key", applicationKey)
                .bind("type", EVENT_TYPE)
                .bind("at", now)
                .bind("body", body)
                .then();
    }
}
