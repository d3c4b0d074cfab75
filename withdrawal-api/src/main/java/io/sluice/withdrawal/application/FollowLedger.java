package io.sluice.withdrawal.application;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.WithdrawalId;
import io.sluice.messaging.BatchHandler;
import io.sluice.messaging.BatchResult;
import io.sluice.messaging.Inbound;
import io.sluice.messaging.PoisonRecord;
import io.sluice.withdrawal.domain.LedgerView;
import io.sluice.withdrawal.domain.PartnerEvent;
import io.sluice.withdrawal.domain.Withdrawal;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps what partners see in step with the ledger: one commit for each batch. */
public final class FollowLedger implements BatchHandler {

    /** A record that numbers a withdrawal's events. */
    private record Numbered(Inbound record, WithdrawalId withdrawal, int sequence) {}

    private final Withdrawals withdrawals;
    private final Directory directory;
    private final PublishEvents publishEvents;

    public FollowLedger(Withdrawals withdrawals, Directory directory, PublishEvents publishEvents) {
        this.withdrawals = withdrawals;
        this.directory = directory;
        this.publishEvents = publishEvents;
    }

    @Override
    public Mono<BatchResult> handle(List<Inbound> batch) {
        List<Numbered> numbered = batch.stream().flatMap(r -> numbered(r).stream()).toList();
        if (numbered.isEmpty()) {
            return Mono.just(BatchResult.done());
        }
        Set<WithdrawalId> ids = new LinkedHashSet<>();
        numbered.forEach(each -> ids.add(each.withdrawal()));
        return withdrawals
                .change(ids, known -> follow(known, numbered))
                .thenReturn(BatchResult.done());
    }

    private Withdrawals.Changes follow(
            Map<WithdrawalId, Withdrawal> known, List<Numbered> numbered) {
        Map<WithdrawalId, Withdrawal> now = new HashMap<>(known);
        Map<WithdrawalId, Withdrawal> changed = new LinkedHashMap<>();
        List<Opening.PublishedEvent> events = new ArrayList<>();
        List<Withdrawals.Answered> answered = new ArrayList<>();
        for (Numbered each : numbered) {
            Withdrawal before = checked(each, now.get(each.withdrawal()));
            LedgerView.Change change = change(before, each.record().envelope());
            if (change.standing().equals(before.standing())) {
                continue;
            }
            Withdrawal after = before.standing(change.standing());
            now.put(each.withdrawal(), after);
            changed.put(each.withdrawal(), after);
            String traceparent = each.record().envelope().traceparent();
            change.events().forEach(event -> events.add(published(after, event, traceparent)));
            answer(each.record().envelope()).ifPresent(answered::add);
        }
        return new Withdrawals.Changes(List.copyOf(changed.values()), events, answered);
    }

    private static Optional<Withdrawals.Answered> answer(Envelope<?> envelope) {
        EventId asked = envelope.causedBy();
        String reason =
                switch (envelope.data()) {
                    case LedgerEvent.CancellationDeclined declined -> declined.reason();
                    case LedgerEvent.ReleaseDeclined declined -> declined.reason();
                    default -> null;
                };
        return asked == null || reason == null
                ? Optional.empty()
                : Optional.of(new Withdrawals.Answered(asked, reason));
    }

    private Opening.PublishedEvent published(
            Withdrawal withdrawal, PartnerEvent event, @Nullable String traceparent) {
        return publishEvents.publish(
                directory.byKey(withdrawal.applicationKey()).orElse(null),
                withdrawal,
                event,
                traceparent);
    }

    private static Withdrawal checked(Numbered each, @Nullable Withdrawal before) {
        if (before == null) {
            throw new PoisonRecord(
                    each.record(), "withdrawalId: unknown (expected: one opened here)");
        }
        int next = before.standing().ledgerSequence() + 1;
        if (each.sequence() > next) {
            throw new PoisonRecord(
                    each.record(),
                    "sequence: " + each.sequence() + " (expected: at most " + next + ")");
        }
        return before;
    }

    private static LedgerView.Change change(Withdrawal before, Envelope<?> envelope) {
        return switch (envelope.data()) {
            case LedgerEvent.OfWithdrawal event ->
                    LedgerView.apply(before.standing(), envelope.id(), envelope.time(), event);
            case LedgerEvent.FactQuarantined event ->
                    LedgerView.passOver(before.standing(), event.sequence(), envelope.time());
            default -> new LedgerView.Change(before.standing(), List.of());
        };
    }

    private static Optional<Numbered> numbered(Inbound record) {
        return switch (record.envelope().data()) {
            case LedgerEvent.OfWithdrawal event ->
                    Optional.of(new Numbered(record, event.withdrawalId(), event.sequence()));
            case LedgerEvent.FactQuarantined event when event.sequence() > 0 ->
                    Optional.of(new Numbered(record, event.withdrawalId(), event.sequence()));
            default -> Optional.empty();
        };
    }
}
