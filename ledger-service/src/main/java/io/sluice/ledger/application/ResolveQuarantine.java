package io.sluice.ledger.application;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.LedgerCommand.QuarantineResolved;
import io.sluice.contracts.WithdrawalId;
import io.sluice.ledger.domain.Bookkeeping;
import io.sluice.ledger.domain.QuarantineId;
import io.sluice.messaging.Outages;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Closes a quarantined fact, when two operators say so. */
public final class ResolveQuarantine {

    private static final int OPERATORS_NEEDED = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Approvals approvals;
    private final LedgerCommands commands;
    private final Clock clock;

    public ResolveQuarantine(Approvals approvals, LedgerCommands commands, Clock clock) {
        this.approvals = approvals;
        this.commands = commands;
        this.clock = clock;
    }

    /** What came of an operator's word. */
    public enum Answer {
        UNKNOWN,
        ALREADY_RESOLVED,
        /** Another operator is needed. */
        FIRST,
        /** It was this operator who said so before. */
        SAME_OPERATOR,
        RESOLVED
    }

    /** Who approved what. */
    public interface Approvals {

        /** Writes the approval down, once for each operator; empty for an unknown fact. */
        Mono<Standing> approve(QuarantineId id, String operator, String resolution);

        /** True once the resolution is booked. */
        Mono<Boolean> isResolved(QuarantineId id);
    }

    /**
     * Where a fact's approvals stand, this one included.
     *
     * @param isNew this operator had not approved before
     * @param approvedBy in the order of approval
     */
    public record Standing(
            WithdrawalId withdrawalId, boolean isResolved, boolean isNew, List<String> approvedBy) {

        public Standing {
            approvedBy = List.copyOf(approvedBy);
        }
    }

    /**
     * Takes an operator's word.
     *
     * <p>Fails with {@link MoveFunds.Undecided} when the resolution is not booked within 10 s; to
     * ask again is safe.
     */
    public Mono<Answer> resolve(QuarantineId id, String operator, String resolution) {
        return approvals
                .approve(id, operator, resolution)
                .flatMap(standing -> answer(id, standing, resolution))
                .defaultIfEmpty(Answer.UNKNOWN)
                .timeout(PATIENCE)
                .onErrorMap(Outages::isOutage, MoveFunds.Undecided::new);
    }

    private Mono<Answer> answer(QuarantineId id, Standing standing, String resolution) {
        if (standing.isResolved()) {
            return Mono.just(Answer.ALREADY_RESOLVED);
        }
        if (standing.approvedBy().size() < OPERATORS_NEEDED) {
            return Mono.just(standing.isNew() ? Answer.FIRST : Answer.SAME_OPERATOR);
        }
        QuarantineResolved command =
                new QuarantineResolved(
                        id.toString(),
                        standing.withdrawalId(),
                        standing.approvedBy().subList(0, OPERATORS_NEEDED),
                        resolution);
        return commands.send(List.of(envelope(command))).then(booked(id));
    }

    private Mono<Answer> booked(QuarantineId id) {
        return Flux.interval(POLL)
                .onBackpressureDrop()
                .concatMap(_ -> approvals.isResolved(id), 1)
                .filter(resolved -> resolved)
                .next()
                .thenReturn(Answer.RESOLVED);
    }

    private Envelope<QuarantineResolved> envelope(QuarantineResolved command) {
        return new Envelope<>(
                EventId.derived("quarantine|" + command.quarantineId(), "resolved"),
                Bookkeeping.SOURCE,
                clock.instant(),
                null,
                null,
                command);
    }
}
