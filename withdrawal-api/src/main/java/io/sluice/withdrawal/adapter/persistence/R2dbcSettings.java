package io.sluice.withdrawal.adapter.persistence;

import io.sluice.withdrawal.application.Settings;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Settings in PostgreSQL. */
final class R2dbcSettings implements Settings {

    /** Both secrets sign for so long: time enough for a partner to change its own. */
    private static final Duration OVERLAP = Duration.ofHours(24);

    private static final String PARTNER = "partner";

    private final DirectoryCommit commit;
    private final ApplicationRows applications;
    private final SecretRows secrets;
    private final AuditRows audit;
    private final FreshSecrets fresh;
    private final Clock clock;

    R2dbcSettings(
            DatabaseClient database, DirectoryCommit commit, SecretRows secrets, Clock clock) {
        this.commit = commit;
        this.applications = new ApplicationRows(database);
        this.secrets = secrets;
        this.audit = new AuditRows(database);
        this.fresh = new FreshSecrets();
        this.clock = clock;
    }

    @Override
    public Mono<Void> change(
            String operator, String applicationKey, Map<String, @Nullable Object> changes) {
        if (changes.isEmpty()) {
            return Mono.empty();
        }
        return commit.run(
                        applications
                                .update(applicationKey, changes)
                                .then(
                                        audit.note(
                                                operator,
                                                "change-application",
                                                applicationKey,
                                                String.join(", ", changes.keySet())))
                                .thenReturn(true))
                .then();
    }

    @Override
    public Mono<Rotated> configureWebhook(String applicationKey, String url, boolean rotate) {
        Mono<Void> set = applications.update(applicationKey, Map.of("webhook_url", url));
        if (!rotate) {
            return commit.run(set.thenReturn(new Rotated(null, null)));
        }
        Instant now = clock.instant();
        String secret = fresh.webhook();
        return commit.run(
                set.then(
                                secrets.replace(
                                        SecretRows.WEBHOOK,
                                        applicationKey,
                                        secret,
                                        now,
                                        now.plus(OVERLAP)))
                        .then(audit.note(PARTNER, "renew-webhook-secret", applicationKey, null))
                        .thenReturn(new Rotated(secret, now)));
    }
}
