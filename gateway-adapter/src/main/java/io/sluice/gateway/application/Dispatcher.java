package io.sluice.gateway.application;

import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.Decision;
import io.sluice.gateway.domain.Payout;
import io.sluice.gateway.domain.Plan;
import io.sluice.gateway.domain.ProviderName;
import io.sluice.gateway.domain.Rules;
import io.sluice.gateway.domain.Signal;
import io.sluice.gateway.domain.Transitions;
import io.sluice.messaging.GroupCommit;
import io.sluice.messaging.observe.LogLine;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Claims one provider's due work and does it. One loop for each provider and instance, so that a
 * slow provider holds up no other; instances share the work by leases.
 */
public final class Dispatcher {

    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration OUTAGE_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_CLAIM = Duration.ofSeconds(10);

    /** Where there is much to do, so long the ends of calls gather, to be claimed and recorded together. */
    static final Duration GATHER = Duration.ofMillis(5);

    /** The gate closed between the claim and the call: nothing was sent. */
    private static final Outcome HELD_BACK =
            new Outcome.Deferred("held back", Duration.ofSeconds(1));

    /**
     * @param lease how long claimed work is left to whoever claimed it; longer than any call
     * @param poll how often due work is looked for when nobody rings
     * @param batch most payouts of one claim
     * @param drain how long a stop waits for calls under way
     * @param sweep how often providers are asked which callbacks did not arrive
     */
    public record Settings(
            Duration lease, Duration poll, int batch, Duration drain, Duration sweep) {}

    private final Gateway gateway;
    private final Gate gate;
    private final Bell bell;
    private final Gateways gateways;
    private final Payouts payouts;
    private final Switches switches;
    private final Vault vault;
    private final Preparation preparation;
    private final GroupCommit<Payouts.Occurrence, Decision> answers;
    private final Clock clock;
    private final Settings settings;
    private final Sinks.Many<Payout> claimed = Sinks.many().unicast().onBackpressureBuffer();
    private volatile boolean stopping;
    private volatile boolean hungry;
    private @Nullable Thread loop;
    private @Nullable CompletableFuture<@Nullable Void> drained;

    Dispatcher(
            Gateways.Manned manned,
            Gateways gateways,
            Payouts payouts,
            Switches switches,
            Vault vault,
            GroupCommit<Payouts.Occurrence, Decision> answers,
            Clock clock,
            Settings settings) {
        this.gateway = manned.gateway();
        this.gate = manned.gate();
        this.bell = manned.work();
        this.gateways = gateways;
        this.payouts = payouts;
        this.switches = switches;
        this.vault = vault;
        this.preparation = new Preparation(manned.gateway(), vault);
        this.answers = answers;
        this.clock = clock;
        this.settings = settings;
    }

    /** Begins to claim, on a thread of its own. */
    void start() {
        begin();
        loop = Thread.ofVirtual().name("dispatch-" + gateway.name()).start(this::run);
    }

    /** Is ready to work; whoever does not start it has it {@link #turn}. */
    void begin() {
        drained =
                claimed.asFlux()
                        .flatMap(this::work, gateway.limits().concurrency() * 2)
                        .then()
                        .toFuture();
    }

    void stopClaiming() {
        stopping = true;
        bell.ring();
    }

    /** Waits for the calls under way; what is left is taken over when its lease runs out. */
    void drain() throws InterruptedException {
        Thread started = loop;
        CompletableFuture<@Nullable Void> ending = drained;
        if (started == null || ending == null) {
            return;
        }
        started.join(LONGEST_CLAIM.plus(OUTAGE_PAUSE));
        claimed.tryEmitComplete();
        try {
            ending.get(settings.drain().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.warn("{}: calls still under way; their leases run out", gateway.name());
        } catch (ExecutionException e) {
            log.error("{}: work failed", gateway.name(), e);
        }
    }

    private void run() {
        while (!stopping) {
            try {
                if (!turn()) {
                    bell.await(settings.poll());
                }
                if (hungry) {
                    Thread.sleep(GATHER);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                log.warn("{}: no work claimed; trying again", gateway.name(), e);
                pause();
            }
        }
    }

    /**
     * Claims what is due and begins to work on it, on the caller's thread.
     *
     * @return whether more may be due at once
     */
    public boolean turn() {
        switches.refresh(clock.instant()).block(LONGEST_CLAIM);
        int room = Math.min(gate.room(), settings.batch());
        int found = room == 0 ? 0 : round(room);
        if (gateways.rules().unavailable().contains(gateway.name())) {
            reroute(gateways.rules(), clock.instant());
        }
        hungry = room == 0 || found == room;
        return hungry && room > 0;
    }

    public ProviderName provider() {
        return gateway.name();
    }

    private void pause() {
        try {
            bell.await(OUTAGE_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }

    /** What waits for a provider that takes nothing new goes to the next that does. */
    private void reroute(Rules rules, Instant now) {
        Objects.requireNonNull(
                        payouts.claim(
                                        gateway.name(),
                                        Payouts.Due.UNSENT,
                                        settings.batch(),
                                        now,
                                        payout -> reroute(payout, rules, now))
                                .block(LONGEST_CLAIM))
                .forEach(gateways::ring);
    }

    private static Decision reroute(Payout payout, Rules rules, Instant now) {
        ProviderName to = rules.route(payout.order(), payout.attempts()).orElse(payout.provider());
        return Transitions.decide(payout, new Signal.Rerouted(to), rules, now);
    }

    /** One claim; answers how many payouts it found due. */
    private int round(int room) {
        Instant now = clock.instant();
        Instant leaseEnd = now.plus(settings.lease());
        Rules rules = gateways.rules();
        Payouts.Due which = gateways.isOpen(gateway.name()) ? Payouts.Due.ALL : Payouts.Due.SENT;
        List<Payout> found =
                Objects.requireNonNull(
                        payouts.claim(
                                        gateway.name(),
                                        which,
                                        room,
                                        now,
                                        payout -> claim(payout, leaseEnd, rules, now))
                                .block(LONGEST_CLAIM));
        for (Payout payout : found) {
            Plan plan = payout.plan();
            if (plan != null && plan.dueAt().equals(leaseEnd)) {
                claimed.tryEmitNext(payout).orThrow();
            }
        }
        return found.size();
    }

    private Decision claim(Payout payout, Instant leaseEnd, Rules rules, Instant now) {
        Signal claim = new Signal.Claimed(leaseEnd, preparation.prepare(payout, now));
        return Transitions.decide(payout, claim, rules, now);
    }

    private Mono<Void> work(Payout payout) {
        Attempt attempt = payout.attempts().getLast();
        return (isStillOurs(payout) && gate.enter() ? timed(payout, attempt) : Mono.just(HELD_BACK))
                .map(outcome -> Outcomes.signal(outcome, attempt.number(), payout.claim()))
                .flatMap(signal -> commit(new Payouts.Occurrence(payout.id(), signal)))
                .onErrorResume(
                        bug -> {
                            LogLine.about(
                                            log.atError(),
                                            payout.order().withdrawalId(),
                                            payout.order().traceparent())
                                    .setCause(bug)
                                    .log("payout {}: its lease runs out", payout.id());
                            return Mono.empty();
                        })
                .then();
    }

    /**
     * Past its lease somebody else may have taken it, and hours later a provider may have forgotten
     * the key: whoever was stopped in between does not begin to call.
     */
    private boolean isStillOurs(Payout payout) {
        return Objects.requireNonNull(payout.plan()).dueAt().isAfter(clock.instant());
    }

    private Mono<Outcome> timed(Payout payout, Attempt attempt) {
        long begun = System.nanoTime();
        return call(payout, attempt)
                .<Outcome>map(Function.identity())
                .doOnNext(outcome -> leave(begun, outcome))
                .doOnError(_ -> leave(begun, null));
    }

    private Mono<? extends Outcome> call(Payout payout, Attempt attempt) {
        return Mono.defer(
                () ->
                        switch (Objects.requireNonNull(payout.plan()).step()) {
                            case SEND, SEND_AGAIN ->
                                    gateway.calls()
                                            .submit(
                                                    payout.order(),
                                                    attempt,
                                                    vault.open(
                                                            payout.id(),
                                                            attempt.number(),
                                                            attempt.sealedRequest()));
                            case LOOK_UP -> gateway.calls().lookUp(payout.order(), attempt);
                            case CANCEL -> gateway.calls().cancel(payout.order(), attempt);
                        });
    }

    private void leave(long begun, @Nullable Outcome outcome) {
        gate.leave(Duration.ofNanos(System.nanoTime() - begun), outcome);
        if (hungry) {
            bell.ring();
        }
    }

    /** What a provider told is worth keeping: a database that is away is waited out. */
    private Mono<Decision> commit(Payouts.Occurrence occurrence) {
        return answers.submit(occurrence)
                .retryWhen(
                        Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(100))
                                .maxBackoff(Duration.ofSeconds(5))
                                .filter(_ -> !stopping));
    }
}
