package io.sluice.withdrawal.adapter.persistence;

import io.sluice.messaging.GroupCommit;
import io.sluice.withdrawal.application.Directory;
import io.sluice.withdrawal.application.PartnerSecrets;
import io.sluice.withdrawal.domain.Application;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;

import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The directory in memory, read again when its version in the database moves: no request waits for
 * it, and a change is seen by every instance within about a second.
 */
final class CachedDirectory implements Directory, PartnerSecrets, InitializingBean, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(CachedDirectory.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final Duration FIRST_LOAD = Duration.ofSeconds(30);
    private static final int MOST_WAITING = 10_000;

    /** Read so often even when nothing seems to have changed: whatever was missed heals. */
    private static final int LOOKS_BETWEEN_READS = 20;

    private record Snapshot(
            long version,
            Map<String, Application> applications,
            Map<String, DirectoryRows.ApiKey> keys,
            List<DirectoryRows.Secret> secrets) {}

    private final DirectoryRows rows;
    private final Clock clock;
    private volatile Snapshot snapshot = new Snapshot(-1, Map.of(), Map.of(), List.of());
    private volatile Disposable watch = () -> {};

    // One read at a time, and each begun after it was asked for: an older one never comes last.
    private final GroupCommit<Boolean, Boolean> reads;
    private int looks;
    private boolean unconfirmed;

    CachedDirectory(DirectoryRows rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
        this.reads =
                new GroupCommit<>(
                        MOST_WAITING, MOST_WAITING, asked -> read().thenReturn(List.copyOf(asked)));
    }

    @Override
    public void afterPropertiesSet() {
        reload().block(FIRST_LOAD);
        watch =
                Flux.interval(LOOK_AGAIN)
                        .onBackpressureDrop()
                        .concatMap(_ -> reloadIfChanged())
                        .subscribe();
    }

    @Override
    public void destroy() {
        watch.dispose();
    }

    private Mono<Void> reloadIfChanged() {
        return rows.version()
                .filter(this::isWorthARead)
                .flatMap(_ -> reload())
                .onErrorResume(
                        e -> {
                            LOG.warn("directory not read, the last one stays: {}", e.toString());
                            return Mono.empty();
                        });
    }

    /** A new version may be seen just before the commit that it announces: it is read twice. */
    private boolean isWorthARead(long version) {
        boolean isNew = version != snapshot.version();
        boolean worth = isNew || unconfirmed || looks++ % LOOKS_BETWEEN_READS == 0;
        unconfirmed = isNew;
        return worth;
    }

    @Override
    public Mono<Void> reload() {
        return reads.submit(true).then();
    }

    private Mono<Void> read() {
        // The version first: what changes while we read is read again.
        return rows.version()
                .flatMap(
                        version ->
                                Mono.zip(rows.applications(), rows.apiKeys(), rows.secrets())
                                        .doOnNext(
                                                read ->
                                                        snapshot =
                                                                new Snapshot(
                                                                        version,
                                                                        read.getT1(),
                                                                        read.getT2(),
                                                                        read.getT3())))
                .then();
    }

    @Override
    public Optional<Application> byApiKey(String rawKey) {
        Snapshot now = snapshot;
        DirectoryRows.ApiKey key = now.keys().get(HexFormat.of().formatHex(hash(rawKey)));
        if (key == null || isPast(key.expiresAt())) {
            return Optional.empty();
        }
        return Optional.ofNullable(now.applications().get(key.applicationKey()));
    }

    @Override
    public Optional<Application> byKey(String applicationKey) {
        return Optional.ofNullable(snapshot.applications().get(applicationKey));
    }

    @Override
    public Collection<Application> all() {
        return snapshot.applications().values();
    }

    @Override
    public Set<String> withEndpoint() {
        return snapshot.applications().values().stream()
                .filter(each -> each.endpoint().url() != null && !each.endpoint().disabled())
                .map(Application::applicationKey)
                .collect(Collectors.toSet());
    }

    @Override
    public List<String> webhook(String applicationKey) {
        return secrets("WEBHOOK", applicationKey);
    }

    @Override
    public List<String> praxis(String merchantId) {
        return secrets("PRAXIS", merchantId);
    }

    private List<String> secrets(String kind, String owner) {
        return snapshot.secrets().stream()
                .filter(secret -> secret.kind().equals(kind) && secret.owner().equals(owner))
                .filter(secret -> !isPast(secret.validUntil()))
                .map(DirectoryRows.Secret::text)
                .toList();
    }

    private boolean isPast(@Nullable Instant end) {
        return end != null && !clock.instant().isBefore(end);
    }

    static byte[] hash(String rawKey) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(rawKey.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
