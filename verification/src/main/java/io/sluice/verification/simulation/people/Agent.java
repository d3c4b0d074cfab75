package io.sluice.verification.simulation.people;

import io.sluice.contracts.Processing;
import io.sluice.contracts.WithdrawalId;
import io.sluice.verification.simulation.network.Network;
import io.sluice.verification.simulation.network.Outside;
import io.sluice.verification.simulation.network.Request;
import io.sluice.verification.simulation.oracle.Words;
import io.sluice.verification.simulation.service.ApiSite;
import io.sluice.verification.simulation.world.Actor;
import io.sluice.verification.simulation.world.Dice;
import io.sluice.verification.simulation.world.Host;
import io.sluice.verification.simulation.world.Menu;
import io.sluice.verification.simulation.world.World;
import io.sluice.withdrawal.application.ManageWithdrawals;
import io.sluice.withdrawal.domain.Application;
import io.sluice.withdrawal.domain.Operation;
import io.sluice.withdrawal.domain.Withdrawal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A partner's agent: completes, splits and cancels at any moment, and asks again where it heard
 * nothing. What is left when it has done what it meant to do it completes; what is rejected again
 * and again it leaves to operators. Of automatic withdrawals it can only cancel.
 */
public final class Agent implements Actor {

    private static final int WEIGHT = 2;
    private static final int MOST_INTENTIONS = 4;
    private static final int MOST_COMPLETIONS = 2;
    private static final int CANCELS_ONE_IN = 5;
    private static final int TWICE_ONE_IN = 6;
    private static final Duration WORKING_HOURS = Duration.ofMinutes(25);
    private static final Duration AT_ONCE = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(10);

    /** How long a signed request is taken after it was signed. */
    private static final Duration SIGNATURE_LIVES = Duration.ofSeconds(60);

    /** A managed withdrawal in its hands. */
    private static final class Case {

        private final Application application;
        private final WithdrawalId id;
        private int underWay;
        private int completions;
        private Instant notBefore = Instant.MIN;

        Case(Application application, WithdrawalId id) {
            this.application = application;
            this.id = id;
        }
    }

    /**
     * The bytes of one request.
     *
     * @param hash the same for the same bytes only
     */
    private record Signed(Case held, Operation operation, String hash, Instant at) {}

    private final Outside self;
    private final Network network;
    private final ApiSite api;
    private final Supplier<Host> balancer;
    private final Reviewers reviewers;
    private final Words words;
    private final List<Case> cases = new ArrayList<>();
    private int lastNumber;

    public Agent(
            World world,
            Network network,
            ApiSite api,
            Supplier<Host> balancer,
            Reviewers reviewers,
            Words words) {
        this.self = new Outside(world, "agent");
        this.network = network;
        this.api = api;
        this.balancer = balancer;
        this.reviewers = reviewers;
        this.words = words;
    }

    /** It is told that a withdrawal was opened. */
    public void take(Application application, WithdrawalId id) {
        Dice dice = self.world().dice();
        Case held = new Case(application, id);
        if (application.processing() == Processing.MANAGED) {
            cases.add(held);
            int intentions = dice.below(MOST_INTENTIONS + 1);
            for (int i = 0; i < intentions; i++) {
                later(held, intention(withdrawal(held)));
            }
        } else if (dice.oneIn(CANCELS_ONE_IN)) {
            later(held, new Operation.Cancel());
        }
    }

    private void later(Case held, Operation operation) {
        Dice dice = self.world().dice();
        held.underWay++;
        self.after(
                dice.upTo(dice.oneIn(2) ? AT_ONCE : WORKING_HOURS), () -> begin(held, operation));
    }

    private Operation intention(Withdrawal withdrawal) {
        Dice dice = self.world().dice();
        int kind = dice.below(10);
        if (kind < 6) {
            return new Operation.Split(
                    Amounts.part(dice, withdrawal.amount()),
                    withdrawal.currency(),
                    "part-" + nextNumber(),
                    dice.oneIn(3) ? "praxis" : null);
        }
        return kind < 8 ? new Operation.Complete(null) : new Operation.Cancel();
    }

    private int nextNumber() {
        lastNumber++;
        return lastNumber;
    }

    private Withdrawal withdrawal(Case held) {
        return Objects.requireNonNull(api.withdrawals().get(held.id));
    }

    private void begin(Case held, Operation operation) {
        words.asks(held.id, operation);
        Signed signed = signed(held, operation);
        if (self.world().dice().oneIn(TWICE_ONE_IN)) {
            held.underWay++;
            send(signed);
        }
        send(signed);
    }

    private Signed signed(Case held, Operation operation) {
        return new Signed(held, operation, "signed-" + nextNumber(), self.world().now());
    }

    private void send(Signed signed) {
        Host to = balancer.get();
        Case held = signed.held();
        self.note(
                "asks "
                        + to.name()
                        + " "
                        + signed.operation()
                        + " of "
                        + held.id
                        + ", "
                        + signed.hash());
        int number = withdrawal(held).number();
        network.call(
                        self,
                        new Request<>(
                                "the agent's " + signed.hash(),
                                to,
                                () ->
                                        api.manage(
                                                to,
                                                held.application,
                                                number,
                                                signed.operation(),
                                                signed.hash()),
                                PATIENCE,
                                Optional.<ManageWithdrawals.Outcome>empty(),
                                Optional.empty()))
                .subscribe(outcome -> hear(signed, outcome));
    }

    private void hear(Signed signed, Optional<ManageWithdrawals.Outcome> outcome) {
        if (outcome.isEmpty()) {
            self.after(PAUSE, () -> again(signed));
            return;
        }
        self.note("hears " + text(outcome.get()) + " to " + signed.hash());
        signed.held().underWay--;
        self.world().judge(() -> words.hears(signed.held().id, signed.hash(), outcome.get()));
    }

    private static String text(ManageWithdrawals.Outcome outcome) {
        return switch (outcome) {
            case ManageWithdrawals.Outcome.Refused refused -> refused.toString();
            case ManageWithdrawals.Outcome.Declined declined -> declined.toString();
            case ManageWithdrawals.Outcome.Ordered ordered -> ordered.payout().toString();
            case ManageWithdrawals.Outcome.Cancelled _ -> "that it is cancelled";
            case ManageWithdrawals.Outcome.Pending _ -> "nothing yet";
        };
    }

    /** The same bytes while they are taken, or the same order in new ones, or no more of it. */
    private void again(Signed signed) {
        Dice dice = self.world().dice();
        boolean lives = self.world().now().isBefore(signed.at().plus(SIGNATURE_LIVES));
        if (lives && dice.oneIn(2)) {
            send(signed);
        } else if (dice.oneIn(2)) {
            words.asksAgain(signed.held().id, signed.operation());
            send(signed(signed.held(), signed.operation()));
        } else {
            signed.held().underWay--;
        }
    }

    @Override
    public void offer(Menu menu) {
        self.offer(menu);
        for (Case held : cases) {
            if (held.underWay == 0 && left(withdrawal(held)) > 0) {
                menu.from(held.notBefore, WEIGHT, () -> finish(held));
            }
        }
    }

    /** What is on no payout that is still under way, as far as the agent was told. */
    private static long left(Withdrawal withdrawal) {
        if (!withdrawal.standing().status().isOpen()) {
            return 0;
        }
        long underWay =
                withdrawal.standing().payouts().stream()
                        .filter(payout -> !payout.status().isFinal())
                        .mapToLong(payout -> payout.amount() - payout.sent())
                        .sum();
        return withdrawal.standing().totals().outstanding() - underWay;
    }

    private void finish(Case held) {
        held.notBefore = self.world().now().plus(BETWEEN_LOOKS);
        if (held.completions < MOST_COMPLETIONS) {
            held.completions++;
            held.underWay++;
            begin(held, new Operation.Complete(null));
        } else {
            reviewers.release(held.id);
        }
    }
}
