package io.sluice.gateway.application;

import io.sluice.contracts.PayoutId;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.Decision;
import io.sluice.gateway.domain.Payout;
import io.sluice.gateway.domain.ProviderName;
import io.sluice.gateway.domain.Signal;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Attempts that are over, but whose provider is to be asked once more. Each method is one commit. */
public interface Inquiries {

    /**
     * @param heard how often somebody wanted it; a new wish while it is being asked is not lost
     * @param tries how often it was asked in vain
     */
    record Inquiry(PayoutId payout, int attempt, ProviderName provider, int heard, int tries) {

        public static Inquiry about(PayoutId payout, int attempt, ProviderName provider) {
            return new Inquiry(payout, attempt, provider, 1, 0);
        }

        /** Operators say that it was paid, not what came back since or what it cost: that is asked. */
        static Optional<Inquiry> behind(Decision decision, Signal signal) {
            if (decision.declined() != null || !(signal instanceof Signal.ResolvedSent)) {
                return Optional.empty();
            }
            Payout payout = decision.next();
            Attempt last = payout.attempts().getLast();
            return last.reference() == null
                    ? Optional.empty()
                    : Optional.of(about(payout.id(), last.number(), last.provider()));
        }
    }

    /** Wanted at once; one that is wanted already is wanted again. */
    Mono<Void> add(List<Inquiry> wanted, Instant now);

    /** Those of the provider that are due, left to the caller until the lease ends. */
    Mono<List<Inquiry>> claim(ProviderName provider, int limit, Instant now, Instant leaseEnd);

    /** Asked and answered: it is gone, unless it has been wanted again since. */
    Mono<Void> answered(Inquiry inquiry);

    /** Asked in vain: again then. */
    Mono<Void> postpone(Inquiry inquiry, Instant until);
}
