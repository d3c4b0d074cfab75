package io.sluice.verification.simulation.oracle;

import static io.sluice.verification.simulation.world.Violation.unless;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.SluiceEvent;
import io.sluice.contracts.WithdrawalEvent;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.contracts.WithdrawalId;
import io.sluice.verification.simulation.kafka.Broker;
import io.sluice.verification.simulation.provider.Payment;
import io.sluice.verification.simulation.provider.Providers;
import io.sluice.verification.simulation.world.Violation;
import io.sluice.verification.simulation.world.World;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Believes what crosses the topics and what providers really did, and nothing that a service says
 * of itself. Judges each event as it is stored, and all payments after each step.
 */
public final class Oracle {

    private final Providers providers;
    private final Heard heard = new Heard(this::news);
    private final Map<WithdrawalId, Story> stories = new LinkedHashMap<>();
    private final Map<PayoutId, Story> owners = new HashMap<>();
    private final Words words = new Words(stories);
    private long movesSeen;

    public Oracle(World world, Broker broker, Providers providers) {
        this.providers = providers;
        broker.listen(heard::take);
        world.check(this::payments);
    }

    /** What people say, and are answered. */
    public Words words() {
        return words;
    }

    Collection<Story> stories() {
        return stories.values();
    }

    private void news(Envelope<?> envelope) {
        switch (envelope.data()) {
            case WithdrawalRequested request ->
                    stories.putIfAbsent(request.withdrawalId(), new Story(request));
            case WithdrawalEvent event -> asked(event, story(event.withdrawalId(), event));
            case LedgerEvent.OfWithdrawal event -> {
                Story story = story(event.withdrawalId(), event);
                story.take(event);
                if (event instanceof LedgerEvent.PayoutAuthorized payout) {
                    owners.put(payout.payoutId(), story);
                    words.mayBePaid(story, payout);
                }
                if (event instanceof LedgerEvent.FundsSettled settled) {
                    settledWhatWasPaid(story, settled);
                }
            }
            case LedgerEvent.FactQuarantined event ->
                    story(event.withdrawalId(), event).take(event);
            default -> {}
        }
    }

    private void asked(WithdrawalEvent event, Story story) {
        words.take(event, story);
        if (event instanceof WithdrawalEvent.PayoutOrdered) {
            words.mayBePaid(story, event);
        }
    }

    private Story story(WithdrawalId id, SluiceEvent event) {
        Story story = stories.get(id);
        if (story == null) {
            throw new Violation("of a withdrawal that nobody asked for: " + event);
        }
        return story;
    }

    private void settledWhatWasPaid(Story story, LedgerEvent.FundsSettled event) {
        long paid =
                providers.of(event.payoutId()).stream()
                        .mapToLong(Payment::bookable)
                        .max()
                        .orElse(0);
        long settled = story.settled.getOrDefault(event.payoutId(), 0L);
        unless(settled <= paid, "settled %s of %s paid: %s", settled, paid, event);
    }

    /**
     * No payout twice, none that was not authorized, none for more than that; and for a withdrawal,
     * over all its payouts, never more than was asked for.
     */
    private void payments() {
        if (providers.moves() == movesSeen) {
            return;
        }
        movesSeen = providers.moves();
        Map<PayoutId, Payment> first = new HashMap<>();
        Map<Story, Long> paid = new HashMap<>();
        providers
                .payments()
                .filter(payment -> payment.paid() > 0)
                .forEach(
                        payment -> {
                            PayoutId payout = payment.ours().payoutId();
                            Payment other = first.put(payout, payment);
                            if (other != null) {
                                throw new Violation("paid twice: " + payment + " and " + other);
                            }
                            Story owner = owners.get(payout);
                            Long most = owner == null ? null : owner.authorized.get(payout);
                            if (owner == null || most == null || payment.paid() > most) {
                                throw new Violation("authorized " + most + ": " + payment);
                            }
                            if (!payment.contradictsItself()) {
                                paid.merge(owner, payment.paid(), Math::addExact);
                            }
                        });
        paid.forEach(
                (story, total) ->
                        unless(
                                total <= story.request.amount(),
                                "paid %s over all payouts of %s",
                                total,
                                story.request));
    }
}
