package io.sluice.gateway.adapter.provider.praxis;

import io.sluice.gateway.adapter.provider.HttpAnswer;
import io.sluice.gateway.adapter.provider.ProviderHttp;
import io.sluice.gateway.application.Outcome;
import io.sluice.gateway.domain.Finding;
import io.sluice.gateway.domain.PayoutOrder;
import io.sluice.gateway.domain.Refusal;

import org.jspecify.annotations.Nullable;

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
        if (http.is4xx() && http.status() != 408) {
            return new Over(new Outcome.Refused(Refusal.of("HTTP_" + http.status())));
        }
        if (!http.is2xx()) {
            return new Over(Outcome.Unclear.because("HTTP " + http.status()));
        }
        return PraxisAnswer.verified(http, signature)
                .map(this::opened)
                .orElseGet(() -> new Over(Outcome.Unclear.because("answer does not verify")));
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

    /** The request stands, so anything but a plain word is a doubt. */
    Outcome.OfSubmit completed(HttpAnswer http, PayoutOrder order, String requestId) {
        Optional<PraxisAnswer> verified =
                http.is2xx() ? PraxisAnswer.verified(http, signature) : Optional.empty();
        if (verified.isEmpty()) {
            String reason = http.is2xx() ? "answer does not verify" : "HTTP " + http.status();
            return new Outcome.Unclear(reason, requestId, true);
        }
        PraxisAnswer answer = verified.get();
        Optional<String> tid = answer.tid();
        if (answer.status() != 0 || tid.isEmpty()) {
            String reason =
                    answer.says("already") ? "already processed" : "status " + answer.status();
            return new Outcome.Unclear(reason, requestId, true);
        }
        Finding finding = answer.finding(order, clock.instant());
        return switch (finding.effect()) {
            case FAILED -> refused(answer);
            case PAID, PART_PAID, CAME_BACK -> new Outcome.Accepted(tid.get(), finding);
            case IN_PROGRESS -> new Outcome.Accepted(tid.get(), null);
            case FAULTED, UNKNOWN ->
                    new Outcome.Unclear("status " + finding.told(), requestId, true);
        };
    }

    Outcome.OfLookUp found(HttpAnswer http, PayoutOrder order, @Nullable String asked) {
        Optional<PraxisAnswer> verified =
                http.is2xx() ? PraxisAnswer.verified(http, signature) : Optional.empty();
        if (verified.isEmpty()) {
            return new Outcome.Unanswered(
                    http.is2xx() ? "answer does not verify" : "HTTP " + http.status());
        }
        PraxisAnswer answer = verified.get();
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
        if (asked != null && !asked.equals(tid.get())) {
            return new Outcome.Unanswered("answer about another transaction");
        }
        return answer.unprocessed()
                ? new Outcome.FoundUnprocessed(tid.get())
                : new Outcome.Found(tid.get(), answer.finding(order, clock.instant()));
    }

    Outcome.OfCancel cancelled(HttpAnswer http) {
        Optional<PraxisAnswer> verified =
                http.is2xx() ? PraxisAnswer.verified(http, signature) : Optional.empty();
        if (verified.isEmpty()) {
            return new Outcome.Unanswered("no verified answer");
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
