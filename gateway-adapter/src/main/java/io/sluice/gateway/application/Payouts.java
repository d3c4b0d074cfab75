package io.sluice.gateway.application;

import io.sluice.contracts.PayoutId;
import io.sluice.gateway.domain.Decision;
import io.sluice.gateway.domain.Payout;
import io.sluice.gateway.domain.PayoutState;
import io.sluice.gateway.domain.ProviderName;
import io.sluice.gateway.domain.Signal;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The payouts and their attempts. Each method is one commit, or none. */
public interface Payouts {

    /** Something that happened to a payout. */
    record Occurrence(PayoutId payout, Signal signal) {}

    /**
     * Stores what is not stored yet, with its events; what is, stays as it is.
     *
     * @return the payouts that were new
     */
    Mono<List<Payout>> store(List<Decision> authorized);

    /** Which due payouts are meant. */
    enum Due {
        ALL,
        /** Not yet sent to this provider. */
        UNSENT,
        /** Sent, so that something is to be found out. */
        SENT
    }

    /**
     * Locks payouts of the provider whose plan is due and that nobody else holds, the longest due
     * first, and writes what the function decides, with its events.
     *
     * @return the payouts as written, without those whose decision was declined
     */
    Mono<List<Payout>> claim(
            ProviderName provider,
            Due which,
            int limit,
            Instant now,
            Function<Payout, Decision> decide);

    /**
     * Locks the payouts named, in the order of their ids, and writes what the function decides of
     * each occurrence, in their order, with the events and the inquiries {@link #behind} them.
     *
     * @return one decision for each occurrence, in their order; null where there is no such payout
     */
    Mono<List<@Nullable Decision>> apply(
            List<Occurrence> occurrences, BiFunction<Payout, Signal, Decision> decide);

    /** What each decision leaves to be asked apart, in the order of the decisions. */
    static List<Inquiries.Inquiry> behind(
            List<Occurrence> occurrences, List<? extends @Nullable Decision> decisions) {
        List<Inquiries.Inquiry> wanted = new ArrayList<>();
        for (int i = 0; i < decisions.size(); i++) {
            Decision decision = decisions.get(i);
            if (decision != null) {
                Inquiries.Inquiry.behind(decision, occurrences.get(i).signal())
                        .ifPresent(wanted::add);
            }
        }
        return wanted;
    }

    /** Empty where there is none. */
    Mono<Payout> find(PayoutId id);

    /** An attempt by the provider's own reference. */
    record Referenced(PayoutId payout, int attempt, String reference) {}

    /** Those that are here. */
    Mono<List<Referenced>> referenced(ProviderName provider, Collection<String> references);

    /** The newest first. */
    Mono<List<Payout>> list(@Nullable PayoutState state, int limit);
}
