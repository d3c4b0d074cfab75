package io.sluice.sandbox.praxis;

import io.sluice.sandbox.delivery.Callback;
import io.sluice.sandbox.delivery.Deliveries;
import io.sluice.sandbox.http.Json;
import io.sluice.sandbox.journal.Book;
import io.sluice.sandbox.outcome.Notices;
import io.sluice.sandbox.outcome.Step;
import io.sluice.sandbox.signature.PraxisSignature;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Takes requests through the rest of their course and sends their notifications. */
final class RequestRunner {

    private static final Logger log = LoggerFactory.getLogger(RequestRunner.class);

    private final Requests requests;
    private final Deliveries deliveries;
    private final Scheduler timer;
    private final Clock clock;
    private final Wire wire;
    private final URI usualAddress;
    private final PraxisSignature signature;
    private final PraxisSignature oldSignature;

    RequestRunner(
            Requests requests,
            Deliveries deliveries,
            Scheduler timer,
            Clock clock,
            Wire wire,
            PraxisSettings settings) {
        this.requests = requests;
        this.deliveries = deliveries;
        this.timer = timer;
        this.clock = clock;
        this.wire = wire;
        this.usualAddress = settings.notificationUrl();
        this.signature = new PraxisSignature(settings.merchantSecret());
        this.oldSignature = new PraxisSignature(settings.oldMerchantSecret());
    }

    /** Takes up what a restart interrupted. */
    void resume() {
        requests.unfinished()
                .forEach(
                        request -> {
                            send(request, request.owed());
                            waitForNextStep(request);
                        });
    }

    /** Sends what is owed since the opening, unless it is to come after what follows. */
    void opened(PayoutRequest request) {
        if (request.opening().outcome().notices() != Notices.REVERSED) {
            send(request, request.owed());
        }
    }

    void changed(Book.Change<PayoutRequest> change) {
        send(change.after(), change.after().toSendAfter(change.before()));
        waitForNextStep(change.after());
    }

    /** Like {@link #changed}; completes when each new notification has been tried once. */
    Mono<Void> changedAndAwaited(Book.Change<PayoutRequest> change) {
        List<Sinks.Empty<Void>> tried = new ArrayList<>();
        List<Callback> callbacks = new ArrayList<>();
        for (Notice notice : change.after().toSendAfter(change.before())) {
            Sinks.Empty<Void> first = Sinks.empty();
            callbacks.add(new Notification(change.after(), notice, first::tryEmitEmpty));
            tried.add(first);
        }
        deliveries.send(change.after().opening().tid(), callbacks);
        waitForNextStep(change.after());
        return Mono.when(tried.stream().map(Sinks.Empty::asMono).toList());
    }

    private void send(PayoutRequest request, List<Notice> notices) {
        int copies = request.opening().outcome().notices() == Notices.THRICE ? 3 : 1;
        List<Callback> callbacks = new ArrayList<>(notices.size() * copies);
        for (Notice notice : notices) {
            for (int copy = 0; copy < copies; copy++) {
                callbacks.add(new Notification(request, notice, () -> {}));
            }
        }
        deliveries.send(request.opening().tid(), callbacks);
    }

    private void waitForNextStep(PayoutRequest request) {
        Step next = request.nextStep();
        if (next != null) {
            int tid = request.opening().tid();
            timer.schedule(() -> step(tid), next.pause().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void step(int tid) {
        Instant now = clock.instant();
        requests.change(
                        tid,
                        request -> request.nextStep() != null,
                        request -> request.advanced(now, requests::nextTid))
                .subscribe(
                        this::changed,
                        failure -> log.error("request {}: step not taken", tid, failure));
    }

    private void told(PayoutRequest request, Notice notice) {
        int tid = request.opening().tid();
        requests.told(tid, notice.index())
                .subscribe(
                        _ -> {},
                        failure -> log.error("request {}: not marked as told", tid, failure));
    }

    /** One notification on its way to the merchant. */
    private final class Notification implements Callback {
        private final PayoutRequest request;
        private final Notice notice;
        private final Runnable tried;

        private Notification(PayoutRequest request, Notice notice, Runnable tried) {
            this.request = request;
            this.notice = notice;
            this.tried = tried;
        }

        @Override
        public URI address() {
            String own = request.opening().notificationUrl();
            return own == null ? usualAddress : URI.create(own);
        }

        @Override
        public Attempt attempt(Instant now) {
            boolean old = request.opening().outcome().notices() == Notices.OLD_SECRET;
            String signed =
                    wire.notificationSignature(
                            old ? oldSignature : signature, request, notice.snapshot(), now);
            return new Attempt(
                    Map.of(
                            PraxisSignature.HEADER,
                            signed,
                            "Content-Type",
                            "application/json; charset=utf-8"),
                    wire.notification(request, notice.snapshot(), now));
        }

        @Override
        public boolean acceptedBy(Answer answer) {
            return answer.status() == 200 && acknowledges(answer);
        }

        @Override
        public void attempted(int attempts, int status, Progress progress) {
            if (progress != Progress.FAILED) {
                told(request, notice);
            }
            tried.run();
        }

        /** Status 0, signed; anything else is sent again. */
        private boolean acknowledges(Answer answer) {
            try {
                Fields ack = new Fields(Json.MAPPER.readTree(answer.body()));
                JsonNode status = ack.json().path("status");
                if (!status.isIntegralNumber() || status.longValue() != 0) {
                    return false;
                }
                String expected = signature.sign(ack.signed("status"), ack.signed("timestamp"));
                Map<String, String> headers = answer.headers();
                return expected.equals(headers.get("gt-authentication"))
                        || expected.equals(headers.get(PraxisSignature.ACK_HEADER));
            } catch (JacksonException _) {
                return false;
            }
        }
    }
}
