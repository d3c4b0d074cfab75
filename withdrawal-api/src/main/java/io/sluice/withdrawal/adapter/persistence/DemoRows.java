package io.sluice.withdrawal.adapter.persistence;

import io.sluice.withdrawal.adapter.persistence.DemoProperties.DemoApplication;
import io.sluice.withdrawal.domain.NotificationStyle;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Writes the demo merchant where it is not there yet; never changes what is. */
final class DemoRows {

    private static final String MERCHANT =
            """
            INSERT INTO merchant (merchant_id) VALUES (:merchant)
            ON CONFLICT ON CONSTRAINT merchant_has_an_id DO NOTHING
            """;

    private static final String APPLICATION =
            """
            INSERT INTO application (application_key, merchant_id, balance_model, processing,
              separate_trace_id, default_gateway, route, currencies, countries, review_expiry_seconds,
              allowed_addresses, notification_style, webhook_url, event_types)
            VALUES (:key, :merchant, :model, :processing, :separate, :gateway, :route, :currencies, '{}',
              86400, '{}', :style, :url, :types)
            ON CONFLICT ON CONSTRAINT application_has_a_key DO NOTHING
            """;

    private static final String API_KEY =
            """
            INSERT INTO api_key (key_hash, application_key) VALUES (:hash, :key)
            ON CONFLICT ON CONSTRAINT api_key_is_known_once DO NOTHING
            """;

    private static final String SECRET =
            """
            INSERT INTO partner_secret (kind, owner, sealed)
            SELECT :kind, :owner, :sealed
            WHERE NOT EXISTS (SELECT FROM partner_secret WHERE kind = :kind AND owner = :owner)
            """;

    private final DatabaseClient database;
    private final SecretBox box;

    DemoRows(DatabaseClient database, SecretBox box) {
        this.database = database;
        this.box = box;
    }

    Mono<Void> insert(DemoProperties demo) {
        return database.sql(MERCHANT)
                .bind("merchant", demo.merchantId())
                .then()
                .thenMany(Flux.fromIterable(demo.applications()))
                .concatMap(application -> insert(demo, application))
                .then(secret(SecretRows.PRAXIS, demo.merchantId(), demo.merchantSecret()))
                .then(DirectoryCommit.raise(database));
    }

    private Mono<Void> insert(DemoProperties demo, DemoApplication application) {
        return database.sql(APPLICATION)
                .bind("key", application.key())
                .bind("merchant", demo.merchantId())
                .bind("model", application.balanceModel().name())
                .bind("processing", application.processing().name())
                .bind("separate", application.separateTraceId())
                .bind("gateway", demo.route().getFirst())
                .bind("route", demo.route().toArray(String[]::new))
                .bind("currencies", demo.currencies().toArray(String[]::new))
                .bind("style", application.notificationStyle().name())
                .bind(
                        "url",
                        application.notificationStyle() == NotificationStyle.PRAXIS
                                ? demo.praxisNotificationUrl()
                                : demo.webhookUrl())
                .bind("types", ApplicationRows.firstEventTypes())
                .then()
                .then(
                        database.sql(API_KEY)
                                .bind("hash", CachedDirectory.hash(application.apiKey()))
                                .bind("key", application.key())
                                .then())
                .then(secret(SecretRows.WEBHOOK, application.key(), demo.webhookSecret()));
    }

    private Mono<Void> secret(String kind, String owner, String text) {
        return database.sql(SECRET)
                .bind("kind", kind)
                .bind("owner", owner)
                .bind("sealed", box.seal(kind + "/" + owner, text))
                .then();
    }
}
