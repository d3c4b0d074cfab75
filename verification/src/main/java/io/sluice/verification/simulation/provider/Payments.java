package io.sluice.verification.simulation.provider;

import io.sluice.contracts.PayoutId;
import io.sluice.verification.simulation.network.Outside;
import io.sluice.verification.simulation.world.Actor;
import io.sluice.verification.simulation.world.Menu;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All payments of a provider: what was really paid, whoever believes what. */
public final class Payments implements Actor {

    private static final int WEIGHT = 6;

    private final Outside self;
    private final Consumer<Payment> changed;
    private final List<Payment> all = new ArrayList<>();
    private long moves;

    Payments(Outside self, Consumer<Payment> changed) {
        this.self = self;
        this.changed = changed;
    }

    void add(Payment payment) {
        all.add(payment);
    }

    public List<Payment> all() {
        return all;
    }

    /** How often anything has happened to any of them since it was accepted. */
    long moves() {
        return moves;
    }

    /** What left for each payout, over all its attempts here. */
    public Map<PayoutId, Long> paid() {
        Map<PayoutId, Long> paid = new HashMap<>();
        all.stream()
                .filter(payment -> payment.paid() > 0)
                .forEach(each -> paid.merge(each.ours().payoutId(), each.paid(), Math::addExact));
        return paid;
    }

    @Override
    public void offer(Menu menu) {
        for (Payment payment : all) {
            Instant next = payment.nextStepAt();
            if (next != null) {
                menu.from(next, WEIGHT, () -> advance(payment));
            }
        }
    }

    /** Sometimes what happens at once has happened when the answer is written. */
    void hurry(Payment payment) {
        Instant next = payment.nextStepAt();
        if (next != null && !next.isAfter(self.world().now()) && self.world().dice().oneIn(2)) {
            advance(payment);
            hurry(payment);
        }
    }

    private void advance(Payment payment) {
        moves++;
        boolean tells = payment.advance(self.world().now());
        self.note(payment.toString());
        if (tells) {
            changed.accept(payment);
        }
    }
}
