package io.sluice.gateway.application;

import io.sluice.gateway.domain.Decision;
import io.sluice.messaging.GroupCommit;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.List;
import java.util.Objects;

/** One dispatcher for each provider; their answers share commits. */
public final class Dispatchers {

    private static final int LARGEST_COMMIT = 500;
    private static final int LONGEST_QUEUE = 20_000;

    private final List<Dispatcher> each;
    private final List<Inquirer> inquirers;

    public Dispatchers(
            Gateways gateways,
            Payouts payouts,
            Inquiries inquiries,
            Switches switches,
            Vault vault,
            ApplySignals signals,
            Clock clock,
            Dispatcher.Settings settings) {
        GroupCommit<Payouts.Occurrence, Decision> answers =
                new GroupCommit<>(
                        new GroupCommit.Bounds(
                                LARGEST_COMMIT,
                                LONGEST_QUEUE,
                                new GroupCommit.Company(2, Dispatcher.GATHER)),
                        occurrences -> signals.apply(occurrences).map(Dispatchers::present));
        each =
                gateways.all().stream()
                        .map(
                                manned ->
                                        new Dispatcher(
                                                manned, gateways, payouts, switches, vault, answers,
                                                clock, settings))
                        .toList();
        inquirers =
                gateways.all().stream()
                        .map(
                                manned ->
                                        new Inquirer(
                                                manned, gateways, payouts, inquiries, signals,
                                                clock, settings))
                        .toList();
    }

    private static List<Decision> present(List<@Nullable Decision> decisions) {
        return decisions.stream()
                .map(decision -> Objects.requireNonNull(decision, "a payout that was claimed"))
                .toList();
    }

    /** Each provider's, ready to work but with no thread: for whoever turns them by hand. */
    public List<Dispatcher> begun() {
        each.forEach(Dispatcher::begin);
        return each;
    }

    /** Each provider's inquirer, to be {@link Inquirer#turn turned} by hand. */
    public List<Inquirer> inquirers() {
        return inquirers;
    }

    public void start() {
        each.forEach(Dispatcher::start);
        inquirers.forEach(Inquirer::start);
    }

    /** Claims no more at once, then waits for what is under way. */
    public void stop() throws InterruptedException {
        each.forEach(Dispatcher::stopClaiming);
        for (Inquirer inquirer : inquirers) {
            inquirer.stop();
        }
        for (Dispatcher dispatcher : each) {
            dispatcher.drain();
        }
    }
}
