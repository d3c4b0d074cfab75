package io.sluice.withdrawal.application.webhook;

import io.sluice.contracts.WithdrawalId;
import io.sluice.messaging.GroupCommit;
import io.sluice.withdrawal.application.AfterCommit;
import io.sluice.withdrawal.application.Directory;
import io.sluice.withdrawal.application.EventLedger;
import io.sluice.withdrawal.application.PartnerSecrets;
import io.sluice.withdrawal.domain.Application;
import io.sluice.withdrawal.domain.webhook.RetrySchedule;
import io.sluice.withdrawal.domain.webhook.Verdict;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Delivers what is due. Each application has a lane of its own, with its own bound on attempts in
 * flight, so that a slow or dead partner holds nobody else up. What the lanes claim and settle is
 * gathered: one statement at a time for each, whatever the number of lanes.
 */
public final class DeliverWebhooks implements AfterCommit {

    private static final int MAX_LANES_AT_ONCE = 200;
    private static final int MAX_SETTLED_AT_ONCE = 500;
    private static final int MAX_WAITING = 100_000;
    private static final GroupCommit.Company SETTLED_TOGETHER =
            new GroupCommit.Company(2, Duration.ofMillis(10));
    private static final Duration LOOK_WHETHER_IDLE = Duration.ofMillis(20);

    /** A result that the database could not take is worth a few tries: lost, it is sent again. */
    private static final Retry SETTLE_AGAIN = Retry.backoff(4, Duration.ofMillis(200));

    /**
     * The bounds of a lane.
     *
     * @param room attempts at once
     * @param carefulRoom attempts at once while the endpoint fails
     * @param carefulPause before each claim while the endpoint fails
     */
    public record Limits(int room, int carefulRoom, Duration carefulPause) {}

    private final Deliveries deliveries;
    private final Endpoints endpoints;
    private final EndpointHealth health;
    private final Directory directory;
    private final PartnerSecrets secrets;
    private final RetrySchedule schedule;
    private final Limits limits;
    private final Clock clock;
    private final RandomGenerator random;
    private final GroupCommit<Deliveries.Wanted, Deliveries.Claim> claims;
    private final GroupCommit<Deliveries.Attempted, Deliveries.Settled> settlements;
    private final ConcurrentHashMap<String, Lane> lanes = new ConcurrentHashMap<>();
    private volatile boolean closed;

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
        this.claims = new GroupCommit<>(MAX_LANES_AT_ONCE, MAX_WAITING, deliveries::claim);
        this.settlements =
                new GroupCommit<>(
                        new GroupCommit.Bounds(MAX_SETTLED_AT_ONCE, MAX_WAITING, SETTLED_TOGETHER),
                        deliveries::settle);
    }

    @Override
    public void committed(Set<WithdrawalId> withdrawals, Set<String> applicationKeys) {
        applicationKeys.forEach(this::wake);
    }

    /** The safety net: looks for what no wake told of, retries and lapsed leases among it. */
    public Mono<Void> poll() {
        return deliveries
                .due(directory.withEndpoint())
                .doOnNext(due -> due.forEach(this::wake))
                .then();
    }

    /** Something of this application may be due. */
    public void wake(String applicationKey) {
        if (!closed && open(applicationKey).isPresent()) {
            lanes.computeIfAbsent(applicationKey, this::lane).wake();
        }
    }

    /** Starts no more attempts, and waits for those under way, at most so long. */
    public Mono<Void> close(Duration longest) {
        closed = true;
        return Flux.interval(Duration.ZERO, LOOK_WHETHER_IDLE)
                .doOnNext(_ -> lanes.values().forEach(Lane::close))
                .takeUntil(_ -> lanes.values().stream().allMatch(Lane::isIdle))
                .take(longest)
                .then();
    }

    private Lane lane(String applicationKey) {
        return new Lane(limits, most -> claim(applicationKey, most), this::attempt, this::settle);
    }

    private Optional<Application> open(String applicationKey) {
        return directory
                .byKey(applicationKey)
                .filter(application -> application.endpoint().url() != null)
                .filter(application -> !application.endpoint().disabled());
    }

    private Mono<Deliveries.Claim> claim(String applicationKey, int most) {
        return Mono.justOrEmpty(open(applicationKey))
                .map(
                        application ->
                                new Deliveries.Wanted(
                                        applicationKey, application.endpoint().ordered(), most))
                .flatMap(claims::submit)
                .defaultIfEmpty(Deliveries.Claim.NONE);
    }

    private Mono<Deliveries.Attempted> attempt(Deliveries.Claimed claimed) {
        Application application = open(claimed.applicationKey()).orElse(null);
        String url = application == null ? null : application.endpoint().url();
        if (application == null || url == null) {
            // Disabled meanwhile: once its lease has lapsed it waits like the others.
            return Mono.empty();
        }
        Instant started = clock.instant();
        Outgoing outgoing = Outgoing.of(claimed.message(), application, secrets, started);
        return post(claimed.applicationKey(), url, outgoing)
                .map(answer -> attempted(claimed, started, answer, outgoing.judge(answer)));
    }

    private Mono<Endpoints.Answer> post(String applicationKey, String url, Outgoing outgoing) {
        return outgoing.isSigned()
                ? endpoints.post(applicationKey, url, outgoing.headers(), outgoing.body())
                : Mono.just(Endpoints.Answer.none("secret: none (expected: one to sign with)"));
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
                verdict instanceof Verdict.Gone,
                pause(claimed, verdict).map(now::plus).orElse(null));
    }

    private Mono<Boolean> settle(Deliveries.Attempted attempted) {
        return settlements
                .submit(attempted)
                .retryWhen(SETTLE_AGAIN)
                .flatMap(
                        settled ->
                                disableIfDead(attempted, settled).thenReturn(settled.unblocked()));
    }

    private Optional<Duration> pause(Deliveries.Claimed claimed, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Delivered _, Verdict.Gone _ -> Optional.empty();
            case Verdict.Failed failed ->
                    schedule.pauseAfter(claimed.round() + 1, failed.retryAfter(), random);
        };
    }

    private Mono<Void> disableIfDead(Deliveries.Attempted attempted, Deliveries.Settled settled) {
        String applicationKey = attempted.claimed().applicationKey();
        if (attempted.gone()) {
            return health.disable(applicationKey, "status: 410 (the endpoint wants no more)");
        }
        return settled.endpointIsDead()
                ? health.disable(applicationKey, "deliveries: none has succeeded for days")
                : Mono.empty();
    }

    /** Sends one now: it is neither stored nor tried again. */
    public Mono<EventLedger.Attempt> ping(Application application, String url, Message ping) {
        Instant started = clock.instant();
        return post(
                        application.applicationKey(),
                        url,
                        Outgoing.of(ping, application, secrets, started))
                .map(
                        answer ->
                                new EventLedger.Attempt(
                                        started,
                                        Duration.between(started, clock.instant()).toMillis(),
                                        answer.status(),
                                        answer.error(),
                                        answer.start()));
    }
}
