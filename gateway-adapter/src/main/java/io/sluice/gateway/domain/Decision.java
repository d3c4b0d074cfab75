package io.sluice.gateway.domain;

import io.sluice.contracts.SluiceEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What a signal does to a payout.
 *
 * @param next the payout after it
 * @param events to be published
 * @param declined why it changed nothing, or null
 */
public record Decision(Payout next, List<SluiceEvent> events, @Nullable Declined declined) {

    /** Why a signal changes nothing. */
    public enum Declined {
        /** Somebody else has claimed the work since. */
        STALE_CLAIM,
        /** The payout is not in a state that the signal speaks of. */
        NOT_NOW,
        /** Known already. */
        NOTHING_NEW,
        /** It contradicts what is known; the ledger hears it and sets it aside. */
        CONTRADICTS,
        NO_SUCH_ATTEMPT,
        /** The attempt is over, but its provider may have more to say: ask it, apart from the rest. */
        ASK_APART
    }

    public Decision {
        events = List.copyOf(events);
    }

    static Decision moved(Payout next) {
        return new Decision(next, List.of(), null);
    }

    static Decision moved(Payout next, SluiceEvent event) {
        return new Decision(next, List.of(event), null);
    }

    static Decision declined(Payout payout, Declined why) {
        return new Decision(payout, List.of(), why);
    }

    /** This one's events and then the other's; the other's state. */
    Decision then(Decision later) {
        List<SluiceEvent> all = new ArrayList<>(events);
        all.addAll(later.events);
        return new Decision(later.next, all, declined == null ? null : later.declined);
    }
}
