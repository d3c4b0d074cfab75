package io.sluice.gateway.application;

import io.sluice.gateway.application.Inquiries.Inquiry;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.Payout;
import io.sluice.gateway.domain.ProviderName;
import io.sluice.gateway.domain.Signal;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Asks one provider about attempts that are over: because of an unconfirmed word of it, because an
 * operator wants to know, or because the provider itself has noted that a callback did not arrive.
 */
public final class Inquirer {

    private static final Logger log = LoggerFactory.getLogger(Inquirer.class);
    private static final int LARGEST_ROUND = 50;
    private static final Duration LONGEST_TURN = Duration.ofMinutes(4);
    private static final Duration LOOK_BACK = Duration.ofHours(24);
    private static final int MOST_DOUBLINGS = 10;

    /** A list of events is an answer about no payout in particular. */
    private static final Outcome SWEPT = new Outcome.Absent();

    private final Gateways.Manned manned;
    private final Gateways gateways;
    private final Payouts payouts;
    private final Inquiries inquiries;
    private final ApplySignals signals;
    private final Clock clock;
    private final Dispatcher.Settings settings;
    private volatile boolean stopping;
    private Instant sweepAt;
    private @Nullable Thread loop;

    Inquirer(
            Gateways.Manned manned,
            Gateways gateways,
            Payouts payouts,
            Inquiries inquiries,
            ApplySignals signals,
            Clock clock,
            Dispatcher.Settings settings) {
        this.manned = manned;
        this.gateways = gateways;
        this.payouts = payouts;
        this.inquiries = inquiries;
        this.signals = signals;
        this.clock = clock;
        this.settings = settings;
        this.sweepAt = clock.instant();
    }

    void start() {
        loop = Thread.ofVirtual().name("inquire-" + manned.gateway().name()).start(this::run);
    }

    void stop() throws InterruptedException {
        stopping = true;
        Thread started = loop;
        if (started != null) {
            started.interrupt();
            started.join(Duration.ofSeconds(5));
        }
    }

    private void run() {
        while (!stopping) {
            try {
                manned.inquiries().await(settings.poll());
                turn().block(LONGEST_TURN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (stopping) {
                    return;
                }
                log.warn("{}: not asked; trying again: {}", manned.gateway().name(), e.toString());
            }
        }
    }

    /**
     * Asks what is due, once; an error where anything fails, and what was not asked is due again.
     */
    public Mono<Void> turn() {
        return Mono.defer(this::sweep).then(Mono.defer(this::round));
    }

    public ProviderName provider() {
        return manned.gateway().name();
    }

    private Mono<Void> round() {
        Instant now = clock.instant();
        int room = Math.min(manned.gate().room(), LARGEST_ROUND);
        return room == 0
                ? Mono.empty()
                : inquiries
                        .claim(provider(), room, now, now.plus(settings.lease()))
                        .flatMapIterable(Function.identity())
                        .flatMap(this::ask)
                        .then();
    }

    private Mono<Void> ask(Inquiry inquiry) {
        return payouts.find(inquiry.payout())
                .flatMap(
                        payout ->
                                Mono.justOrEmpty(payout.attempt(inquiry.attempt()))
                                        .flatMap(attempt -> ask(inquiry, payout, attempt)));
    }

    private Mono<Void> ask(Inquiry inquiry, Payout payout, Attempt attempt) {
        if (!manned.gate().enter()) {
            return again(inquiry);
        }
        long begun = System.nanoTime();
        return manned.gateway()
                .calls()
                .lookUp(payout.order(), attempt)
                .doOnNext(outcome -> leave(begun, outcome))
                .doOnError(_ -> leave(begun, null))
                .flatMap(
                        outcome ->
                                outcome instanceof Outcome.Unanswered
                                        ? again(inquiry)
                                        : answered(inquiry, payout, outcome));
    }

    private void leave(long begun, @Nullable Outcome outcome) {
        manned.gate().leave(Duration.ofNanos(System.nanoTime() - begun), outcome);
    }

    private Mono<Void> answered(Inquiry inquiry, Payout payout, Outcome outcome) {
        Signal signal = Outcomes.signal(outcome, inquiry.attempt(), payout.claim());
        return signals.apply(List.of(new Payouts.Occurrence(inquiry.payout(), signal)))
                .then(inquiries.answered(inquiry));
    }

    private Mono<Void> again(Inquiry inquiry) {
        Duration pause =
                settings.poll().multipliedBy(1L << Math.min(inquiry.tries(), MOST_DOUBLINGS));
        return inquiries.postpone(inquiry, clock.instant().plus(pause));
    }

    /** What the provider could not tell us is asked for, where that is news. */
    private Mono<Void> sweep() {
        MissedWords missed = manned.gateway().missed();
        Instant now = clock.instant();
        if (missed == null || sweepAt.isAfter(now) || !manned.gate().enter()) {
            return Mono.empty();
        }
        sweepAt = now.plus(settings.sweep());
        long begun = System.nanoTime();
        return missed.since(now.minus(LOOK_BACK))
                .doOnNext(_ -> leave(begun, SWEPT))
                .doOnError(_ -> leave(begun, null))
                .flatMap(this::heard);
    }

    private Mono<Void> heard(List<MissedWords.Word> words) {
        Map<String, String> lastWords =
                words.stream()
                        .collect(
                                Collectors.toMap(
                                        MissedWords.Word::reference,
                                        MissedWords.Word::status,
                                        (older, newer) -> newer));
        return payouts.referenced(manned.gateway().name(), lastWords.keySet())
                .flatMap(
                        known ->
                                signals.apply(known.stream().map(r -> hint(r, lastWords)).toList()))
                .then();
    }

    private Payouts.Occurrence hint(Payouts.Referenced known, Map<String, String> words) {
        String word = Objects.requireNonNull(words.get(known.reference()));
        return new Payouts.Occurrence(
                known.payout(),
                new Signal.Hinted(
                        known.attempt(), gateways.effect(manned.gateway().name().value(), word)));
    }
}
