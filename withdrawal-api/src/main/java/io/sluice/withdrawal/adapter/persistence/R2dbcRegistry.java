package io.sluice.withdrawal.adapter.persistence;

import static io.sluice.withdrawal.adapter.persistence.WithdrawalRow.value;

import io.sluice.withdrawal.adapter.Detached;
import io.sluice.withdrawal.application.Registry;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Merchants, applications, keys and secrets in PostgreSQL. */
final class R2dbcRegistry implements Registry {

    private static final String MERCHANTS =
            """
            SELECT m.merchant_id, m.created_at, ARRAY(
              SELECT a.application_key FROM application a
              WHERE a.merchant_id = m.merchant_id ORDER BY a.application_key) AS applications
            FROM merchant m ORDER BY m.merchant_id
            """;

    private static final String INSERT_MERCHANT =
            """
            INSERT INTO merchant (merchant_id) VALUES (:merchant)
            ON CONFLICT ON CONSTRAINT merchant_has_an_id DO NOTHING
            """;

    private final DatabaseClient database;
    private final DirectoryCommit commit;
    private final ApplicationRows applications;
    private final ApiKeyRows keys;
    private final SecretRows secrets;
    private final AuditRows audit;
    private final FreshSecrets fresh;
    private final Clock clock;

    R2dbcRegistry(
            DatabaseClient database, DirectoryCommit commit, SecretRows secrets, Clock clock) {
        this.database = database;
        this.commit = commit;
        this.applications = new ApplicationRows(database);
        this.keys = new ApiKeyRows(database);
        this.secrets = secrets;
        this.audit = new AuditRows(database);
        this.fresh = new FreshSecrets();
        this.clock = clock;
    }

    @Override
    public Mono<List<Merchant>> merchants() {
        return Detached.run(
                database.sql(MERCHANTS)
                        .map(
                                (row, _) ->
                                        new Merchant(
                                                value(row, "merchant_id", String.class),
                                                value(row, "created_at", Instant.class),
                                                List.of(
                                                        value(
                                                                row,
                                                                "applications",
                                                                String[].class))))
                        .all()
                        .collectList());
    }

    @Override
    public Mono<Renewed> createMerchant(String operator, String merchantId) {
        return commit.run(
                database.sql(INSERT_MERCHANT)
                        .bind("merchant", merchantId)
                        .fetch()
                        .rowsUpdated()
                        .filter(rows -> rows > 0)
                        .flatMap(
                                _ ->
                                        audit.note(operator, "create-merchant", merchantId, null)
                                                .then(
                                                        renew(
                                                                SecretRows.PRAXIS,
                                                                merchantId,
                                                                fresh.praxis(),
                                                                Duration.ZERO))));
    }

    @Override
    public Mono<Renewed> renewPraxisSecret(String operator, String merchantId, Duration overlap) {
        return commit.run(
                database.sql(
                                "SELECT merchant_id FROM merchant WHERE merchant_id = :merchant FOR UPDATE")
                        .bind("merchant", merchantId)
                        .fetch()
                        .one()
                        .flatMap(
                                _ ->
                                        audit.note(
                                                        operator,
                                                        "renew-praxis-secret",
                                                        merchantId,
                                                        null)
                                                .then(
                                                        renew(
                                                                SecretRows.PRAXIS,
                                                                merchantId,
                                                                fresh.praxis(),
                                                                overlap))));
    }

    private Mono<Renewed> renew(String kind, String owner, String secret, Duration overlap) {
        Instant now = clock.instant();
        return secrets.replace(kind, owner, secret, now, now.plus(overlap))
                .map(previous -> new Renewed(secret, previous.orElse(null)));
    }

    @Override
    public Mono<Creation> createApplication(
            String operator,
            String merchantId,
            String applicationKey,
            Map<String, @Nullable Object> settings) {
        Mono<Creation> created =
                applications
                        .update(applicationKey, settings)
                        .then(
                                audit.note(
                                        operator, "create-application", applicationKey, merchantId))
                        .then(
                                renew(
                                        SecretRows.WEBHOOK,
                                        applicationKey,
                                        fresh.webhook(),
                                        Duration.ZERO))
                        .flatMap(
                                webhook ->
                                        issue(applicationKey, null)
                                                .map(
                                                        key ->
                                                                new Creation.Created(
                                                                        key, webhook.secret())));
        return commit.run(
                database.sql(
                                "SELECT merchant_id FROM merchant WHERE merchant_id = :merchant FOR SHARE")
                        .bind("merchant", merchantId)
                        .fetch()
                        .one()
                        .hasElement()
                        .flatMap(
                                known ->
                                        known
                                                ? applications
                                                        .insert(applicationKey, merchantId)
                                                        .flatMap(
                                                                isNew ->
                                                                        isNew
                                                                                ? created
                                                                                : Mono.just(
                                                                                        new Creation
                                                                                                .Taken()))
                                                : Mono.just(new Creation.UnknownMerchant())));
    }

    private Mono<Issued> issue(String applicationKey, @Nullable Instant expiresAt) {
        String text = fresh.apiKey(applicationKey);
        return keys.insert(applicationKey, text, clock.instant(), expiresAt)
                .map(key -> new Issued(key, text));
    }

    @Override
    public Mono<Renewed> renewWebhookSecret(
            String operator, String applicationKey, Duration overlap) {
        return commit.run(
                applications
                        .update(applicationKey, Map.of())
                        .then(audit.note(operator, "renew-webhook-secret", applicationKey, null))
                        .then(renew(SecretRows.WEBHOOK, applicationKey, fresh.webhook(), overlap)));
    }

    @Override
    public Mono<List<ApiKey>> apiKeys(String applicationKey) {
        return Detached.run(keys.list(applicationKey));
    }

    @Override
    public Mono<Issued> issueApiKey(
            String operator,
            String applicationKey,
            @Nullable Duration lifetime,
            @Nullable Duration overlap) {
        Instant now = clock.instant();
        Mono<Void> others =
                overlap == null ? Mono.empty() : keys.endAll(applicationKey, now.plus(overlap));
        return commit.run(
                others.then(issue(applicationKey, lifetime == null ? null : now.plus(lifetime)))
                        .flatMap(
                                issued ->
                                        audit.note(
                                                        operator,
                                                        overlap == null
                                                                ? "issue-api-key"
                                                                : "rotate-api-key",
                                                        applicationKey,
                                                        "key " + issued.key().id())
                                                .thenReturn(issued)));
    }

    @Override
    public Mono<Boolean> revokeApiKey(String operator, String applicationKey, long id) {
        return commit.run(
                keys.revoke(applicationKey, id, clock.instant())
                        .flatMap(
                                known ->
                                        known
                                                ? audit.note(
                                                                operator,
                                                                "revoke-api-key",
                                                                applicationKey,
                                                                "key " + id)
                                                        .thenReturn(true)
                                                : Mono.just(false)));
    }
}
