package io.sluice.verification.simulation.people;

import io.sluice.gateway.application.ResolveDoubt;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.Payout;
import io.sluice.gateway.domain.PayoutState;
import io.sluice.gateway.domain.Proposal;
import io.sluice.verification.simulation.network.Network;
import io.sluice.verification.simulation.network.Outside;
import io.sluice.verification.simulation.network.Request;
import io.sluice.verification.simulation.provider.Payment;
import io.sluice.verification.simulation.provider.Providers;
import io.sluice.verification.simulation.service.GatewaySite;
import io.sluice.verification.simulation.world.Actor;
import io.sluice.verification.simulation.world.Host;
import io.sluice.verification.simulation.world.Menu;
import io.sluice.verification.simulation.world.World;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Two operators, who ask providers on the telephone what was really paid, and end old doubts. */
public final class Operators implements Actor {

    private static final int WEIGHT = 1;
    private static final Duration DOUBT_IS_OLD = Duration.ofMinutes(30);
    private static final Duration PAUSE = Duration.ofMinutes(3);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final List<String> NAMES = List.of("operator-1", "operator-2");

    private final Outside self;
    private final Network network;
    private final GatewaySite gateway;
    private final Providers providers;
    private final Supplier<Host> balancer;
    private final Map<String, Instant> notBefore = new HashMap<>();

    public Operators(
            World world,
            Network network,
            GatewaySite gateway,
            Providers providers,
            Supplier<Host> balancer) {
        this.self = new Outside(world, "operators");
        this.network = network;
        this.gateway = gateway;
        this.providers = providers;
        this.balancer = balancer;
    }

    @Override
    public void offer(Menu menu) {
        self.offer(menu);
        for (Payout payout : gateway.payouts().all()) {
            if (payout.state() == PayoutState.IN_DOUBT) {
                for (String name : NAMES) {
                    menu.from(due(payout, name), WEIGHT, () -> look(payout, name));
                }
            }
        }
    }

    private Instant due(Payout payout, String name) {
        Instant old =
                isLeftToThem(payout)
                        ? self.world().now()
                        : Objects.requireNonNull(payout.doubtSince()).plus(DOUBT_IS_OLD);
        Instant pause = notBefore.getOrDefault(payout.id() + name, Instant.MIN);
        return old.isBefore(pause) ? pause : old;
    }

    private void look(Payout payout, String name) {
        notBefore.put(payout.id() + name, self.world().now().plus(PAUSE));
        Attempt attempt = payout.attempts().getLast();
        Payment payment = payment(payout, attempt);
        if (payment != null && providers.cancelUnprocessed(payment)) {
            self.note(name + " has " + payment.reference() + " cancelled at the provider");
        }
        Proposal.Outcome outcome = outcome(payout, payment);
        if (outcome == null) {
            return;
        }
        if (payment != null && outcome == Proposal.Outcome.SENT) {
            payment.vouched();
        }
        String reference = payment == null ? null : payment.reference();
        Host to = balancer.get();
        self.note(name + " says " + outcome + " of " + payout.id() + "-" + attempt.number());
        network.call(
                        self,
                        new Request<>(
                                "the word of " + name,
                                to,
                                () -> gateway.resolve(to, payout.id(), outcome, reference, name),
                                PATIENCE,
                                ResolveDoubt.Result.NOT_NOW,
                                ResolveDoubt.Result.NOT_NOW))
                .subscribe(result -> self.note(name + " hears " + result));
    }

    private @Nullable Payment payment(Payout payout, Attempt attempt) {
        return providers.of(payout.id()).stream()
                .filter(each -> each.ours().attempt() == attempt.number())
                .findFirst()
                .orElse(null);
    }

    /** The gateway will do nothing more by itself. */
    private static boolean isLeftToThem(Payout payout) {
        return payout.plan() == null;
    }

    /** Null: not to be told yet. What may still be sent may still be paid. */
    private static Proposal.@Nullable Outcome outcome(Payout payout, @Nullable Payment payment) {
        if (payment == null || payment.paid() == 0) {
            boolean isOver = payment == null || payment.isOver();
            return isLeftToThem(payout) && isOver ? Proposal.Outcome.NOT_PAID : null;
        }
        boolean isPlain = payment.isOver() && (isLeftToThem(payout) || !payment.isOdd());
        return isPlain ? Proposal.Outcome.SENT : null;
    }
}
