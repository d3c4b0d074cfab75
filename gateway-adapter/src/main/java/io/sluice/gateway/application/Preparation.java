package io.sluice.gateway.application;

import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.AttemptState;
import io.sluice.gateway.domain.Payout;
import io.sluice.gateway.domain.PayoutState;
import io.sluice.gateway.domain.Plan;
import io.sluice.gateway.domain.Prepared;
import io.sluice.gateway.domain.Step;
import io.sluice.gateway.domain.Terms;
import io.sluice.messaging.Destination;
import io.sluice.messaging.observe.LogLine;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;

/** Writes the request of a send, so that it is recorded before it goes out. */
final class Preparation {

    private static final Logger log = LoggerFactory.getLogger(Preparation.class);

    private final Gateway gateway;
    private final Vault vault;

    Preparation(Gateway gateway, Vault vault) {
        this.gateway = gateway;
        this.vault = vault;
    }

    /** Null where nothing is to be sent, or the destination does not open. */
    @Nullable Prepared prepare(Payout payout, Instant now) {
        Plan plan = payout.plan();
        boolean first = payout.state() == PayoutState.AUTHORIZED;
        boolean again =
                payout.state() == PayoutState.IN_DOUBT
                        && plan != null
                        && plan.step() == Step.SEND_AGAIN;
        if (!first && !again) {
            return null;
        }
        Attempt repeated =
                payout.current()
                        .filter(last -> again || last.state() == AttemptState.DEFERRED)
                        .orElse(null);
        if (repeated == null) {
            return write(payout, payout.attempts().size() + 1, now);
        }
        return switch (gateway.contract().terms().doubtRule()) {
            case Terms.Replay _ ->
                    new Prepared(repeated.key(), repeated.sealedRequest(), repeated.stampedAt());
            case Terms.FindOrder _ -> write(payout, repeated.number(), now);
        };
    }

    private @Nullable Prepared write(Payout payout, int attempt, Instant now) {
        Destination destination;
        try {
            destination = vault.open(payout.order());
        } catch (IllegalArgumentException e) {
            LogLine.about(
                            log.atError(),
                            payout.order().withdrawalId(),
                            payout.order().traceparent())
                    .log(
                            "payout {}: its destination does not open; it waits (is the key missing?)",
                            payout.id());
            return null;
        }
        String key = gateway.requests().key(payout.order(), attempt);
        byte[] request = gateway.requests().write(payout.order(), key, destination, now);
        return new Prepared(key, vault.seal(payout.id(), attempt, request), now);
    }
}
