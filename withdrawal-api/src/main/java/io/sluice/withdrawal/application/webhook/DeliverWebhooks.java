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

    /**
     * The bounds of a lane.
     *
     * @param inFlight attempts at once
     * @param lease how long a claim holds
     * @param disableAfter an endpoint that has failed for so long is disabled when it is given up
     */
    public record Limits(int inFlight, Duration lease, Duration disableAfter) {}

    private final Deliveries deliveries;
    private final Endpoints endpoints;
    private final EndpointHealth health;
    private final Directory directory;
    private final PartnerSecrets secrets;
    private final RetrySchedule schedule;
    private final Limits limits;
    private final Clock clock;
    private final RandomGenerator random;
    private final GroupCommit<Deliveries.Attempted, Boolean> settlements;
    private final ConcurrentHashMap<String, Lane> lanes = new ConcurrentHashMap<>();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    public DeliverWebhooks(
            Deliveries deliveries,
            Endpoints endpoints,
            EndpointHealth health,
            Directory directory,
            PartnerSecrets secrets,
            RetrySchedule schedule,
            Limits limits,
            Clock clock,
            RandomGenerator random) {
        this.deliveries = deliveries;
        this.endpoints = endpoints;
        this.health = health;
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

    /** Something of this application may be due. */
    public void wake(String applicationKey) {
        if (open(applicationKey).isPresent()) {
            lanes.computeIfAbsent(applicationKey, this::lane).wake();
        }
    }

    private Lane lane(String applicationKey) {
        return new Lane(limits.inFlight(), most -> claim(applicationKey, most), this::attempt);
    }

    private Optional<Application> open(String applicationKey) {
        return directory
                .byKey(applicationKey)
                .filter(application -> application.endpoint().url() != null)
                .filter(application -> !application.endpoint().disabled());
    }

    private Mono<List<Deliveries.Claimed>> claim(String applicationKey, int most) {
        return Mono.justOrEmpty(open(applicationKey))
                .flatMap(
                        application ->
                                deliveries.claim(
                                        applicationKey,
                                        application.endpoint().ordered(),
                                        most,
                                        limits.lease()))
                .defaultIfEmpty(List.of());
    }

    private Mono<Void> attempt(Deliveries.Claimed claimed) {
        Application application = open(claimed.applicationKey()).orElse(null);
        String url = application == null ? null : application.endpoint().url();
        if (application == null || url == null) {
            return Mono.empty();
        }
        Instant started = clock.instant();
        Outgoing outgoing = Outgoing.of(claimed, application, secrets, started);
        return endpoints
                .post(claimed.applicationKey(), url, outgoing.headers(), outgoing.body())
                .flatMap(
                        answer -> {
                            Verdict verdict = outgoing.judge(answer);
                            return settlements
                                    .submit(attempted(claimed, started, answer, verdict))
                                    .then(noteHealth(claimed, verdict));
                        });
    }

    private Deliveries.Attempted attempted(
            Deliveries.Claimed claimed, Instant started, Endpoints.Answer answer, Verdict verdict) {
        Instant now = clock.instant();
        return new Deliveries.Attempted(
                claimed,
                started,
                Duration.between(started, now),
                answer.status(),
                verdict instanceof Verdict.Failed failed ? failed.error() : null,
                answer.start(),
                verdict instanceof Verdict.Delivered,
                pause(claimed, verdict).map(now::plus).orElse(null));
    }

    private Optional<Duration> pause(Deliveries.Claimed claimed, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Delivered _, Verdict.Gone _ -> Optional.empty();
            case Verdict.Failed failed ->
                    schedule.pauseAfter(claimed.round() + 1, failed.retryAfter(), random);
        };
    }

    private Mono<Void> noteHealth(Deliveries.Claimed claimed, Verdict verdict) {
        String key = claimed.applicationKey();
        return switch (verdict) {
            case Verdict.Delivered _ ->
                    failing.remove(key) ? health.failing(key, false) : Mono.empty();
            case Verdict.Gone _ -> health.disable(key, "status: 410 (the endpoint wants no more)");
            case Verdict.Failed _ -> {
                Mono<Void> note = failing.add(key) ? health.failing(key, true) : Mono.empty();
                yield claimed.round() + 1 > schedule.pauses().size()
                        ? note.then(
                                health.disableIfFailingFor(
                                        key,
                                        limits.disableAfter(),
                                        "failed for longer than " + limits.disableAfter()))
                        : note;
            }
        };
    }

    /** A signed ping, now: not stored, not retried. */
    public Mono<Endpoints.Answer> ping(String applicationKey, String url, String id, String body) {
        Outgoing outgoing =
                Outgoing.webhook(id, body, secrets.webhook(applicationKey), clock.instant());
        return endpoints.post(applicationKey, url, outgoing.headers(), outgoing.body());
    }
}
