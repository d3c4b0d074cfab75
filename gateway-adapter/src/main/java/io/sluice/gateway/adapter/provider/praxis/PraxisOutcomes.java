package io.sluice.gateway.adapter.provider.praxis;

import io.sluice.gateway.adapter.provider.HttpAnswer;
import io.sluice.gateway.adapter.provider.ProviderHttp;
import io.sluice.gateway.application.Outcome;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.Finding;
import io.sluice.gateway.domain.PayoutOrder;
import io.sluice.gateway.domain.Refusal;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Praxis' answers in our words. A negative status, 999, and whatever does not verify, say nothing;
 * {@code error} is a doubt and no failure.
 */
final class PraxisOutcomes {

    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration RESTAMP_PAUSE = Duration.ofSeconds(1);
    private static final int MAINTENANCE = 333;
    private static final int GENERIC = 999;

    /** What an opening led to. */
    sealed interface Opened {}

    /** A withdrawal request stands, to be completed. */
    record Open(String requestId) implements Opened {}

    /** What an order to pay led to, and the transaction that tells of it. */
    record Completed(Outcome.OfSubmit outcome, String tid) {}

    /** That was all. */
    record Over(Outcome.OfSubmit outcome) implements Opened {}

    private final PraxisSignature signature;
    private final Clock clock;

    PraxisOutcomes(PraxisSignature signature, Clock clock) {
        this.signature = signature;
        this.clock = clock;
    }

    Opened notOpened(Throwable failure) {
        return new Over(
                ProviderHttp.wasSent(failure)
                        ? Outcome.Unclear.because(ProviderHttp.reason(failure))
                        : new Outcome.Deferred(ProviderHttp.reason(failure), PAUSE));
    }

    Opened opened(HttpAnswer http) {
        if (http.status() == 429) {
            return new Over(new Outcome.Deferred("429", http.retryAfter(PAUSE)));
        }
        if (!http.is2xx() && !http.isDefiniteRefusal()) {
            return new Over(Outcome.Unclear.because("HTTP " + http.status()));
        }
        return PraxisAnswer.verified(http, signature)
                .map(answer -> opened(http, answer))
                .orElseGet(() -> new Over(Outcome.Unclear.because("answer does not verify")));
    }

    /** A refusal by HTTP status counts only where it is signed: a proxy's says nothing. */
    private Opened opened(HttpAnswer http, PraxisAnswer answer) {
        return http.is2xx() || answer.status() != 0
                ? opened(answer)
                : new Over(Outcome.Unclear.because("HTTP " + http.status()));
    }

    /** Whether the transaction, asked about by its tid, is over and was not paid. */
    boolean isUnpaid(HttpAnswer http, String tid) {
        return verified(http)
                .filter(answer -> answer.status() == 0 && answer.tid().equals(Optional.of(tid)))
                .map(answer -> PraxisAnswer.effect(answer.transactionStatus()))
                .equals(Optional.of(Finding.Effect.FAILED));
    }

    private Opened opened(PraxisAnswer answer) {
        if (answer.status() != 0) {
            return new Over(notOpened(answer));
        }
        Optional<String> tid = answer.tid();
        if (tid.isEmpty()) {
            return new Over(Outcome.Unclear.because("answer without a tid"));
        }
        if (PraxisAnswer.effect(answer.transactionStatus()) == Finding.Effect.FAILED) {
            return new Over(refused(answer));
        }
        return new Open(tid.get());
    }

    private static Outcome.OfSubmit notOpened(PraxisAnswer answer) {
        if (answer.status() == MAINTENANCE) {
            return new Outcome.Deferred("maintenance", PAUSE);
        }
        if (answer.status() < 0 || answer.status() == GENERIC) {
            return Outcome.Unclear.because("status " + answer.status());
        }
        if (answer.says("not unique")) {
            return new Outcome.Unclear("order_id not unique", null, true);
        }
        if (answer.says("timestamp")) {
            return new Outcome.Deferred("timestamp", RESTAMP_PAUSE);
        }
        return new Outcome.Refused(Refusal.of("STATUS_" + answer.status()));
    }

    private static Outcome.OfSubmit refused(PraxisAnswer answer) {
        return new Outcome.Refused(Refusal.of(answer.code().orElse("rejected")));
    }

    /** The request stands, so anything but a plain word is a doubt; a refusal is to be confirmed. */
    Completed completed(HttpAnswer http, PayoutOrder order, String requestId) {
        Optional<PraxisAnswer> verified = verified(http);
        if (verified.isEmpty()) {
            String reason = http.is2xx() ? "answer does not verify" : "HTTP " + http.status();
            return new Completed(new Outcome.Unclear(reason, requestId, true), requestId);
        }
        PraxisAnswer answer = verified.get();
        Optional<String> tid = answer.tid();
        if (answer.status() != 0 || tid.isEmpty()) {
            String reason =
                    answer.says("already") ? "already processed" : "status " + answer.status();
            return new Completed(new Outcome.Unclear(reason, requestId, true), requestId);
        }
        Finding finding = answer.finding(order, clock.instant());
        Outcome.OfSubmit outcome =
                switch (finding.effect()) {
                    case FAILED -> refused(answer);
                    case PAID, PART_PAID, CAME_BACK -> new Outcome.Accepted(tid.get(), finding);
                    case IN_PROGRESS -> new Outcome.Accepted(tid.get(), null);
                    case FAULTED, UNKNOWN ->
                            new Outcome.Unclear("status " + finding.told(), requestId, true);
                };
        return new Completed(outcome, tid.get());
    }

    /** Empty for what does not verify. */
    Optional<PraxisAnswer> verified(HttpAnswer http) {
        return http.is2xx() ? PraxisAnswer.verified(http, signature) : Optional.empty();
    }

    static Outcome.Unanswered unverified(HttpAnswer http) {
        return new Outcome.Unanswered(
                http.is2xx() ? "answer does not verify" : "HTTP " + http.status());
    }

    /** Asked about by its tid where that is known, else by our order id. */
    Outcome.OfLookUp found(PraxisAnswer answer, PayoutOrder order, Attempt attempt) {
        String asked = attempt.reference();
        if (answer.status() == 400 && answer.says("not found")) {
            return new Outcome.Absent();
        }
        if (answer.status() != 0) {
            return new Outcome.Unanswered("status " + answer.status());
        }
        Optional<String> tid = answer.tid();
        if (tid.isEmpty()) {
            return new Outcome.Absent();
        }
        if (asked == null ? !answer.isOf(attempt.key()) : !asked.equals(tid.get())) {
            return new Outcome.Unanswered("answer about another transaction");
        }
        return answer.unprocessed()
                ? new Outcome.FoundUnprocessed(tid.get())
                : new Outcome.Found(tid.get(), answer.finding(order, clock.instant()));
    }

    /** A part of a payment; fails where its own answer does not verify. */
    PraxisParts.Part part(HttpAnswer http, String tid, PayoutOrder order) {
        return verified(http)
                .filter(answer -> answer.status() == 0 && answer.tid().equals(Optional.of(tid)))
                .map(
                        answer ->
                                new PraxisParts.Part(
                                        answer.amount(), answer.finding(order, clock.instant())))
                .orElseThrow(() -> new IllegalStateException("part: no verified answer"));
    }

    Outcome.OfCancel cancelled(HttpAnswer http) {
        Optional<PraxisAnswer> verified = verified(http);
        if (verified.isEmpty()) {
            return unverified(http);
        }
        PraxisAnswer answer = verified.get();
        boolean failed = PraxisAnswer.effect(answer.transactionStatus()) == Finding.Effect.FAILED;
        if ((answer.status() == 0 && failed) || answer.says("already cancelled")) {
            return new Outcome.TakenBack();
        }
        return answer.says("already processed")
                ? new Outcome.NotTakenBack("already processed")
                : new Outcome.Unanswered("status " + answer.status());
    }
}
