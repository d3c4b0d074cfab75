package io.sluice.withdrawal.adapter.webhook;

import io.sluice.contracts.EventId;
import io.sluice.withdrawal.application.Directory;
import io.sluice.withdrawal.application.WithdrawalBodies;
import io.sluice.withdrawal.application.webhook.EndpointHealth;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Instant;

/** Disables endpoints: in one statement with the event that says so. */
final class R2dbcEndpointHealth implements EndpointHealth {

    private static final Logger LOG = LoggerFactory.getLogger(R2dbcEndpointHealth.class);
    private static final String EVENT_TYPE = "endpoint.disabled";

    private static final String DISABLE =
            """
            WITH disabled AS (
              UPDATE application SET disabled_at = now(), disabled_reason = :reason
              WHERE application_key = :key AND disabled_at IS NULL
              RETURNING application_key
            ), told AS (
              INSERT INTO partner_event
                (event_id, application_key, sequence, event_type, occurred_at, body)
              SELECT :event_id, application_key, 1, :type, :at, :body FROM disabled
            )
            SELECT nextval('directory_version') FROM disabled
            """;

    private final DatabaseClient database;
    private final Directory directory;
    private final WithdrawalBodies bodies;
    private final WebhookMetrics metrics;
    private final Clock clock;

    R2dbcEndpointHealth(
            DatabaseClient database,
            Directory directory,
            WithdrawalBodies bodies,
            WebhookMetrics metrics,
            Clock clock) {
        this.database = database;
        this.directory = directory;
        this.bodies = bodies;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public Mono<Void> disable(String applicationKey, String reason) {
        Instant now = clock.instant();
        EventId id = EventId.derived(applicationKey + "/" + now, EVENT_TYPE);
        return database.sql(DISABLE)
                .bind("key", applicationKey)
                .bind("reason", reason)
                .bind("event_id", id.value())
                .bind("type", EVENT_TYPE)
                .bind("at", now)
                .bind("body", bodies.disabled(id, EVENT_TYPE, now, reason))
                .fetch()
                .all()
                .collectList()
                .doOnNext(disabled -> disabled.forEach(_ -> said(applicationKey, reason)))
                .then(directory.reload());
    }

    private void said(String applicationKey, String reason) {
        LOG.warn("webhook endpoint of {} disabled: {}", applicationKey, reason);
        metrics.gaveUp();
    }
}
