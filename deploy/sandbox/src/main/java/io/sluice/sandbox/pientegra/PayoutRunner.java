package io.sluice.sandbox.pientegra;

import io.sluice.sandbox.delivery.Callback;
import io.sluice.sandbox.delivery.Deliveries;
import io.sluice.sandbox.http.Json;
import io.sluice.sandbox.journal.Book;
import io.sluice.sandbox.outcome.Notices;
import io.sluice.sandbox.outcome.Step;
import io.sluice.sandbox.signature.PientegraSignature;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Takes accepted payouts through the rest of their course and sends their callbacks. */
final class PayoutRunner {

    private static final Logger log = LoggerFactory.getLogger(PayoutRunner.class);

    private final Payouts payouts;
    private final EventLedger events;
    private final Deliveries deliveries;
    private final Scheduler timer;
    private final Clock clock;
    private final URI address;
    private final PientegraSignature signature;
    private final PientegraSignature oldSignature;

    PayoutRunner(
            Payouts payouts,
            EventLedger events,
            Deliveries deliveries,
            Scheduler timer,
            Clock clock,
            PientegraSettings settings) {
        this.payouts = payouts;
        this.events = events;
        this.deliveries = deliveries;
        this.timer = timer;
        this.clock = clock;
        this.address = settings.webhookUrl();
        this.signature = new PientegraSignature(settings.webhookSecret());
        this.oldSignature = new PientegraSignature(settings.oldWebhookSecret());
    }

    /** Sends what is pending and waits for the next step's time. */
    void start(Payout payout) {
        send(payout.order(), payout.pending());
        waitForNextStep(payout);
    }

    /** Like {@link #start}; completes when each pending callback has been tried once. */
    Mono<Void> startAndAwaitCallbacks(Payout payout) {
        List<Sinks.Empty<Void>> tried = new ArrayList<>();
        List<Callback> callbacks = new ArrayList<>();
        for (Event event : payout.pending()) {
            Sinks.Empty<Void> first = Sinks.empty();
            events.queued(payout.order(), event);
            callbacks.add(new EventCallback(payout.order(), event, first::tryEmitEmpty));
            tried.add(first);
        }
        deliveries.send(payout.order().id(), callbacks);
        waitForNextStep(payout);
        return Mono.when(tried.stream().map(Sinks.Empty::asMono).toList());
    }

    /** Takes up what a restart interrupted. */
    void resume() {
        payouts.unfinished().forEach(this::start);
    }

    /** Puts an event back in the queue; the partner sees the same body under a new stamp. */
    void replay(EventLedger.Entry entry) {
        send(entry.order(), List.of(entry.event()));
    }

    private void send(Order order, List<Event> pending) {
        int copies = order.outcome().notices() == Notices.THRICE ? 3 : 1;
        List<Callback> callbacks = new ArrayList<>(pending.size() * copies);
        for (Event event : pending) {
            events.queued(order, event);
            for (int copy = 0; copy < copies; copy++) {
                callbacks.add(new EventCallback(order, event, () -> {}));
            }
        }
        deliveries.send(order.id(), callbacks);
    }

    private void waitForNextStep(Payout payout) {
        Step next = payout.nextStep();
        if (next != null) {
            timer.schedule(
                    () -> step(payout.order().id()),
                    next.pause().toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    private void step(UUID id) {
        Instant now = clock.instant();
        payouts.change(id, payout -> payout.nextStep() == null ? payout : payout.advanced(now))
                .subscribe(
                        change -> {
                            send(change.after().order(), added(change));
                            waitForNextStep(change.after());
                        },
                        failure -> log.error("withdrawal {}: step not taken", id, failure));
    }

    private static List<Event> added(Book.Change<Payout> change) {
        List<Event> before = change.before().pending();
        return change.after().pending().stream().filter(event -> !before.contains(event)).toList();
    }

    private void told(Order order, Event event) {
        payouts.told(order.id(), event.id())
                .subscribe(
                        _ -> {},
                        failure -> log.error("event {}: not marked as told", event.id(), failure));
    }

    /** One event on its way to the partner. */
    private final class EventCallback implements Callback {
        private final Order order;
        private final Event event;
        private final Runnable tried;

        private EventCallback(Order order, Event event, Runnable tried) {
            this.order = order;
            this.event = event;
            this.tried = tried;
        }

        @Override
        public URI address() {
            return address;
        }

        @Override
        public Attempt attempt(Instant now) {
            byte[] body = Json.bytes(WithdrawalJson.Notice.of(order, event));
            boolean old = order.outcome().notices() == Notices.OLD_SECRET;
            String signed = (old ? oldSignature : signature).sign(now, body);
            return new Attempt(
                    Map.of(
                            PientegraSignature.HEADER,
                            signed,
                            "Content-Type",
                            "application/json; charset=utf-8"),
                    body);
        }

        @Override
        public boolean acceptedBy(Answer answer) {
            return answer.status() >= 200 && answer.status() < 300;
        }

        @Override
        public void attempted(int attempts, int status, Progress progress) {
            events.attempted(event.id(), status, progress, clock.instant());
            if (progress != Progress.FAILED) {
                told(order, event);
            }
            tried.run();
        }
    }
}
