package io.sluice.ledger.application;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.PayoutEvent.PayoutSubmitted;
import io.sluice.contracts.SluiceEvent;
import io.sluice.messaging.BatchHandler;
import io.sluice.messaging.BatchResult;
import io.sluice.messaging.Inbound;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Remembers under which reference a provider knows a payout, for its statements to be read by. */
public final class SubmittedPayouts implements BatchHandler {

    private static final String SUBMITTED = SluiceEvent.type(PayoutSubmitted.class);

    private final Submissions submissions;

    public SubmittedPayouts(Submissions submissions) {
        this.submissions = submissions;
    }

    /** The providers' references. */
    public interface Submissions {

        /** Keeps those that are not known yet; a repeat changes nothing. */
        Mono<Void> keep(List<Submission> submitted);
    }

    /** A provider's word that it has an order of ours. */
    public record Submission(PayoutSubmitted order, Instant at) {}

    @Override
    public boolean wants(@Nullable String type) {
        return SUBMITTED.equals(type);
    }

    @Override
    public Mono<BatchResult> handle(List<Inbound> batch) {
        List<Submission> submitted =
                batch.stream().map(Inbound::envelope).flatMap(SubmittedPayouts::of).toList();
        return submitted.isEmpty()
                ? Mono.just(BatchResult.done())
                : submissions.keep(submitted).thenReturn(BatchResult.done());
    }

    private static Stream<Submission> of(Envelope<?> envelope) {
        return envelope.data() instanceof PayoutSubmitted order
                ? Stream.of(new Submission(order, envelope.time()))
                : Stream.empty();
    }
}
