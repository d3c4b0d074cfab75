package io.sluice.ledger.domain;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.LedgerCommand.QuarantineResolved;
import io.sluice.contracts.LedgerCommand.ReserveExpiryDue;
import io.sluice.contracts.LedgerCommand.WalletCommand;
import io.sluice.contracts.LedgerCommand.WalletCreditRequested;
import io.sluice.contracts.LedgerCommand.WalletDebitRequested;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.Money;
import io.sluice.contracts.PayoutEvent;
import io.sluice.contracts.PayoutStatusClaimed;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.SluiceEvent;
import io.sluice.contracts.Topics;
import io.sluice.contracts.WithdrawalEvent;
import io.sluice.contracts.WithdrawalEvent.CancellationRequested;
import io.sluice.contracts.WithdrawalEvent.PayoutOrdered;
import io.sluice.contracts.WithdrawalEvent.RemainderReleaseRequested;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.contracts.WithdrawalId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * The bookkeeping over a batch: from what is loaded and the records, in their order, to all that is
 * to be written and published. Pure: the same books, records and time come to the same decision.
 */
public final class Bookkeeping {

    /** What the ledger writes is from here. */
    public static final String SOURCE = "ledger-service";

    private final Loaded loaded;
    private final ChartOfAccounts chart;
    private final Instant now;
    private final Books books;
    private final SequencedMap<EventId, Answered> answered = new LinkedHashMap<>();
    private final Map<EventId, Integer> partitions = new HashMap<>();
    private final SequencedMap<Reference, WalletTransfer> walletTransfers = new LinkedHashMap<>();
    private final List<Envelope<? extends LedgerEvent>> outcomes = new ArrayList<>();
    private final Map<String, Seal> earlierSeals = new TreeMap<>();

    private Bookkeeping(Loaded loaded, ChartOfAccounts chart, Instant now) {
        this.loaded = loaded;
        this.chart = chart;
        this.now = now.truncatedTo(ChronoUnit.MICROS);
        this.books = new Books(loaded);
    }

    /**
     * Decides a batch.
     *
     * @throws RecordRefused naming the first record that can never be booked; the others are to be
     *     decided again without it
     */
    public static Decision decide(
            Loaded loaded, ChartOfAccounts chart, List<Envelope<?>> batch, Instant now) {
        Bookkeeping bookkeeping = new Bookkeeping(loaded, chart, now);
        for (int index = 0; index < batch.size(); index++) {
            try {
                bookkeeping.record(batch.get(index));
            } catch (Refusal | IllegalArgumentException | IllegalStateException e) {
                throw new RecordRefused(index, String.valueOf(e.getMessage()), e);
            } catch (ArithmeticException e) {
                throw new RecordRefused(index, "amount_overflow", e);
            }
        }
        return bookkeeping.decision();
    }

    private void record(Envelope<?> envelope) {
        switch (envelope.data()) {
            case WalletCreditRequested command -> wallet(envelope, EntryKind.CREDIT, command);
            case WalletDebitRequested command -> wallet(envelope, EntryKind.DEBIT, command);
            case WithdrawalEvent event -> withdrawal(envelope, event.withdrawalId());
            case ReserveExpiryDue due -> withdrawal(envelope, due.withdrawalId());
            case QuarantineResolved resolved -> withdrawal(envelope, resolved.withdrawalId());
            case PayoutStatusReported fact -> withdrawal(envelope, fact.withdrawalId());
            case LedgerEvent _, PayoutStatusClaimed _, PayoutEvent _ ->
                    throw new Refusal("ce_type: not an input of the ledger (expected: one)");
        }
    }

    private void wallet(Envelope<?> envelope, EntryKind kind, WalletCommand command) {
        Reference reference = new Reference(command.merchantId(), command.reference());
        Money amount = new Money(command.amount(), command.currency());
        WalletTransfer known = walletTransfers.get(reference);
        if (known == null) {
            known = loaded.walletTransfers().get(reference);
            if (known != null && known.isOf(kind, command.wallet(), amount)) {
                remember(known.seal());
            }
        }
        if (known == null) {
            Docket docket = docket(chart.wallet(command.wallet()).partition());
            known = WalletRules.decide(docket, kind, command, envelope.time());
            walletTransfers.put(reference, known);
            books.apply(docket);
        }
        LedgerEvent answer = WalletRules.answer(known, kind, command);
        outcomes.add(outcome(envelope, 0, known.decidedAt(), answer));
    }

    private void withdrawal(Envelope<?> envelope, WithdrawalId id) {
        if (answered.containsKey(envelope.id())) {
            return;
        }
        Answered known = loaded.answered().get(envelope.id());
        if (known != null) {
            remember(known.seal());
            outcomes.addAll(known.outcomes());
            return;
        }
        int partition = id.slot().partition(Topics.PARTITIONS);
        Docket docket = docket(partition);
        apply(docket, envelope.data(), envelope.time());
        books.apply(docket);
        List<Envelope<? extends LedgerEvent>> made = new ArrayList<>();
        for (LedgerEvent event : docket.events()) {
            made.add(outcome(envelope, made.size(), docket.bookedAt(), event));
        }
        answered.put(envelope.id(), new Answered(id, envelope.id(), made, null));
        if (!docket.transfers().isEmpty()) {
            partitions.put(envelope.id(), partition);
        }
        outcomes.addAll(made);
    }

    private static void apply(Docket docket, SluiceEvent event, Instant at) {
        switch (event) {
            case WithdrawalRequested request -> WithdrawalRules.requested(docket, request, at);
            case PayoutOrdered order -> WithdrawalRules.ordered(docket, order, at);
            case CancellationRequested request -> EndingRules.cancel(docket, request, at);
            case RemainderReleaseRequested request -> EndingRules.release(docket, request, at);
            case ReserveExpiryDue due -> EndingRules.expire(docket, due, at);
            case QuarantineResolved resolved -> QuarantineRules.resolved(docket, resolved);
            case PayoutStatusReported fact -> FactRules.reported(docket, fact);
            case WalletCommand _, LedgerEvent _, PayoutStatusClaimed _, PayoutEvent _ ->
                    throw new IllegalStateException("record: not of a withdrawal");
        }
    }

    /** Time does not run back within a partition, whatever the clocks of its writers say. */
    private Docket docket(int partition) {
        Instant last = books.head(partition).sealedAt();
        return new Docket(books, chart, now.isBefore(last) ? last : now);
    }

    private static <E extends LedgerEvent> Envelope<E> outcome(
            Envelope<?> cause, int ordinal, Instant at, E event) {
        EventId id = EventId.derived(cause.id().toString(), event.type() + ordinal);
        return cause.then(id, SOURCE, at, event);
    }

    /** What a redelivered record's batch was sealed with is published again too. */
    private void remember(@Nullable Seal seal) {
        if (seal != null) {
            earlierSeals.put(seal.partition() + "|" + seal.number(), seal);
        }
    }

    private Decision decision() {
        Map<Integer, Seal> seals = new TreeMap<>();
        List<PostedTransfer> transfers = new ArrayList<>();
        books.transfers()
                .forEach(
                        (partition, chain) -> {
                            Instant sealedAt = chain.getFirst().bookedAt();
                            seals.put(partition, Seal.over(books.head(partition), chain, sealedAt));
                            transfers.addAll(chain);
                        });
        earlierSeals.values().forEach(seal -> outcomes.add(seal.event()));
        seals.values().forEach(seal -> outcomes.add(seal.event()));
        return new Decision(
                transfers,
                List.copyOf(seals.values()),
                books.changedAccounts(),
                books.changedWithdrawals(),
                books.changedPayouts(),
                books.changedAttempts(),
                books.quarantined(),
                books.resolutions(),
                sealedAnswers(seals),
                sealedWalletTransfers(seals),
                outcomes);
    }

    private List<Answered> sealedAnswers(Map<Integer, Seal> seals) {
        return answered.values().stream()
                .map(
                        answer -> {
                            Integer partition = partitions.get(answer.cause());
                            Seal seal = partition == null ? null : seals.get(partition);
                            return seal == null ? answer : answer.sealed(seal);
                        })
                .toList();
    }

    private List<WalletTransfer> sealedWalletTransfers(Map<Integer, Seal> seals) {
        return walletTransfers.values().stream()
                .map(
                        transfer -> {
                            Seal seal = seals.get(chart.wallet(transfer.wallet()).partition());
                            return transfer.refusal() != null || seal == null
                                    ? transfer
                                    : transfer.sealed(seal);
                        })
                .toList();
    }
}
