package io.sluice.ledger.application;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.LedgerCommand.ReserveExpiryDue;
import io.sluice.contracts.WithdrawalId;
import io.sluice.ledger.domain.Bookkeeping;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Finds withdrawals past their time and says so through Kafka, where the expiry takes its place
 * among the orders. Several instances may say it; it is booked once.
 */
public final class ExpireReserves {

    private static final int AT_ONCE = 500;

    private final DueReserves due;
    private final LedgerCommands commands;
    private final Clock clock;

    public ExpireReserves(DueReserves due, LedgerCommands commands, Clock clock) {
        this.due = due;
        this.commands = commands;
        this.clock = clock;
    }

    /** The withdrawals that still take orders, by their time. */
    public interface DueReserves {

        /** At most {@code limit} of those whose time is over, the oldest first. */
        Mono<List<Due>> due(Instant now, int limit);
    }

    /** One withdrawal past its time. */
    public record Due(WithdrawalId withdrawalId, Instant at) {}

    /** One look; nothing is lost when it fails. */
    public Mono<Void> round() {
        return Mono.defer(
                () ->
                        due.due(clock.instant(), AT_ONCE)
                                .filter(found -> !found.isEmpty())
                                .flatMap(
                                        found ->
                                                commands.send(
                                                        found.stream()
                                                                .map(this::command)
                                                                .toList())));
    }

    /**
     * Another event each minute: the ledger's clock may be behind ours, and one that comes too
     * early is answered with nothing, for good.
     */
    private Envelope<ReserveExpiryDue> command(Due withdrawal) {
        Instant now = clock.instant();
        return new Envelope<>(
                EventId.derived(
                        "reserve-expiry|" + withdrawal.withdrawalId(),
                        withdrawal.at() + "|" + now.truncatedTo(ChronoUnit.MINUTES)),
                Bookkeeping.SOURCE,
                now,
                null,
                null,
                new ReserveExpiryDue(withdrawal.withdrawalId(), withdrawal.at()));
    }
}
