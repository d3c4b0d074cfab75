package io.sluice.withdrawal.application.webhook;

import io.sluice.contracts.WithdrawalId;
import io.sluice.messaging.GroupCommit;
import io.sluice.withdrawal.application.AfterCommit;
import io.sluice.withdrawal.application.Directory;
import io.sluice.withdrawal.application.PartnerSecrets;
import io.sluice.withdrawal.domain.Application;
import io.sluice.withdrawal.domain.webhook.RetrySchedule;
import io.sluice.withdrawal.domain.webhook.Verdict;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Delivers what is due. Each application has a lane of its own, with its own bound on attempts in
 * flight, so that a slow or dead partner holds nobody else up.
 */
public final class DeliverWebhooks implements AfterCommit {

    private static final int MAX_SETTLED_AT_ONCE = 500;
    private static final int MAX_UNSETTLED = 100_000;
    private static final int GONE = 410;

    /** The bounds of a lane: attempts in flight, and how long a claim holds. */
    public record Limits(int inFlight, Duration lease) {}

    private final Deliveries deliveries;
    private final Endpoints endpoints;
    private final Directory directory;
    private final PartnerSecrets secrets;
    private final RetrySchedule schedule;
    private final Limits limits;
    private final Clock clock;
    private final RandomGenerator random;
    private final GroupCommit<Deliveries.Attempted, Boolean> settlements;
    private final ConcurrentHashMap<String, Lane> lanes = new ConcurrentHashMap<>();

    public DeliverWebhooks(
            Deliveries deliveries,
            Endpoints endpoints,
            Directory directory,
            PartnerSecrets secrets,
            RetrySchedule schedule,
            Limits limits,
            Clock clock,
            RandomGenerator random) {
        this.deliveries = deliveries;
        this.endpoints = endpoints;
        this.directory = directory;
        this.secrets = secrets;
        this.schedule = schedule;
        this.limits = limits;
        this.clock = clock;
        this.random = random;
        this.settlements =
                new GroupCommit<>(MAX_SETTLED_AT_ONCE, MAX_UNSETTLED, deliveries::settle);
    }

    @Override
    public void committed(Set<WithdrawalId> withdrawals, Set<String> applicationKeys) {
        applicationKeys.forEach(this::wake);
    }

    /** The safety net: looks for what no wake told of, retries and lapsed leases among it. */
    public Mono<Void> poll(Set<String> applicationKeys) {
        return deliveries.due(applicationKeys).doOnNext(due -> due.forEach(this::wake)).then();
    }

    private void wake(String applicationKey) {
        directory
                .byKey(applicationKey)
                .filter(application -> application.endpoint().url() != null)
                .filter(application -> !application.endpoint().disabled())
                .ifPresent(
                        _ ->
                                lanes.computeIfAbsent(
                                                applicationKey,
                                                key ->
                                                        new Lane(
                                                                limits.inFlight(),
                                                                most -> claim(key, most),
                                                                this::attempt))
                                        .wake());
    }

    private Mono<List<Deliveries.Claimed>> claim(String applicationKey, int most) {
        boolean ordered =
                directory.byKey(applicationKey).map(a -> a.endpoint().ordered()).orElse(true);
        return deliveries.claim(applicationKey, ordered, most, limits.lease());
    }

    private Mono<Void> attempt(Deliveries.Claimed claimed) {
        Optional<Application> application = directory.byKey(claimed.applicationKey());
        String url = application.map(a -> a.endpoint().url()).orElse(null);
        if (url == null) {
            return Mono.empty();
        }
        Instant started = clock.instant();
        return endpoints
                .post(
                        claimed.applicationKey(),
                        url,
                        WebhookSignature.headers(
                                claimed.eventId().toString(),
                                started,
                                claimed.body(),
                                secrets.webhook(claimed.applicationKey())),
                        claimed.body())
                .flatMap(answer -> settlements.submit(attempted(claimed, started, answer)))
                .then();
    }

    private Deliveries.Attempted attempted(
            Deliveries.Claimed claimed, Instant started, Endpoints.Answer answer) {
        Instant now = clock.instant();
        Verdict verdict = verdict(answer);
        Instant retryAt =
                switch (verdict) {
                    case Verdict.Delivered _ -> null;
                    case Verdict.Gone _ -> null;
                    case Verdict.Failed failed ->
                            schedule.pauseAfter(claimed.round() + 1, failed.retryAfter(), random)
                                    .map(now::plus)
                                    .orElse(null);
                };
        return new Deliveries.Attempted(
                claimed,
                started,
                Duration.between(started, now),
                answer.status(),
                verdict instanceof Verdict.Failed failed ? failed.error() : null,
                answer.start(),
                verdict instanceof Verdict.Delivered,
                retryAt);
    }

    private static Verdict verdict(Endpoints.Answer answer) {
        Integer status = answer.status();
        if (status == null) {
            String error = answer.error() == null ? "no answer" : answer.error();
            return new Verdict.Failed(error, null);
        }
        if (status >= 200 && status < 300) {
            return new Verdict.Delivered();
        }
        return status == GONE
                ? new Verdict.Gone()
                : new Verdict.Failed("status: " + status + " (expected: 2xx)", answer.retryAfter());
    }
}
