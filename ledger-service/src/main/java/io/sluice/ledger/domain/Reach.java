package io.sluice.ledger.domain;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.LedgerCommand.QuarantineResolved;
import io.sluice.contracts.LedgerCommand.ReserveExpiryDue;
import io.sluice.contracts.LedgerCommand.WalletCommand;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.PayoutEvent;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.PayoutStatusClaimed;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.Topics;
import io.sluice.contracts.WalletKey;
import io.sluice.contracts.WithdrawalEvent;
import io.sluice.contracts.WithdrawalEvent.CancellationRequested;
import io.sluice.contracts.WithdrawalEvent.PayoutOrdered;
import io.sluice.contracts.WithdrawalEvent.RemainderReleaseRequested;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.contracts.WithdrawalId;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a batch touches, so that all of it is loaded in a few statements. */
public final class Reach {

    /** A record of a withdrawal, by its event id. */
    public record Asked(WithdrawalId withdrawalId, EventId eventId) {}

    private final ChartOfAccounts chart;
    private final SortedSet<Integer> partitions = new TreeSet<>();
    private final SequencedSet<WithdrawalId> withdrawals = new LinkedHashSet<>();
    private final SequencedSet<Asked> withdrawalRecords = new LinkedHashSet<>();
    private final SequencedSet<PayoutId> payouts = new LinkedHashSet<>();
    private final SequencedSet<WithdrawalId> facts = new LinkedHashSet<>();
    private final SequencedSet<WalletKey> wallets = new LinkedHashSet<>();
    private final SequencedSet<Reference> references = new LinkedHashSet<>();
    private final SequencedSet<Account> others = new LinkedHashSet<>();

    private Reach(ChartOfAccounts chart) {
        this.chart = chart;
    }

    /**
     * What these records touch.
     *
     * @throws RecordRefused naming the first record whose own words cannot be
     */
    public static Reach of(List<Envelope<?>> batch, ChartOfAccounts chart) {
        Reach reach = new Reach(chart);
        for (int index = 0; index < batch.size(); index++) {
            try {
                reach.add(batch.get(index));
            } catch (IllegalArgumentException e) {
                throw new RecordRefused(index, String.valueOf(e.getMessage()), e);
            }
        }
        return reach;
    }

    private void add(Envelope<?> envelope) {
        switch (envelope.data()) {
            case WithdrawalEvent event -> {
                addWithdrawal(envelope.id(), event.withdrawalId());
                addDetails(event);
            }
            case WalletCommand command -> {
                Account wallet = chart.wallet(command.wallet());
                partitions.add(wallet.partition());
                others.add(wallet);
                others.add(chart.funding(command.currency(), wallet.partition()));
                references.add(new Reference(command.merchantId(), command.reference()));
            }
            case ReserveExpiryDue due -> addWithdrawal(envelope.id(), due.withdrawalId());
            case QuarantineResolved resolved -> {
                addWithdrawal(envelope.id(), resolved.withdrawalId());
                facts.add(resolved.withdrawalId());
            }
            case PayoutStatusReported fact -> {
                addWithdrawal(envelope.id(), fact.withdrawalId());
                addFact(fact);
            }
            case LedgerEvent _, PayoutStatusClaimed _, PayoutEvent _ -> {}
        }
    }

    private void addDetails(WithdrawalEvent event) {
        switch (event) {
            case WithdrawalRequested request -> {
                addWallet(request.wallet());
                if (request.payoutId() != null) {
                    payouts.add(request.payoutId());
                }
            }
            case PayoutOrdered order -> payouts.add(order.payoutId());
            case CancellationRequested _, RemainderReleaseRequested _ -> {}
        }
    }

    private void addFact(PayoutStatusReported fact) {
        int partition = fact.withdrawalId().slot().partition(Topics.PARTITIONS);
        payouts.add(fact.payoutId());
        facts.add(fact.withdrawalId());
        others.add(chart.clearing(fact.provider(), fact.currency(), partition));
        others.add(chart.suspense(fact.currency(), partition));
        if (fact.fee() > 0) {
            others.add(chart.fees(fact.currency(), partition));
        }
    }

    private void addWithdrawal(EventId record, WithdrawalId id) {
        partitions.add(id.slot().partition(Topics.PARTITIONS));
        withdrawals.add(id);
        withdrawalRecords.add(new Asked(id, record));
    }

    private void addWallet(WalletKey wallet) {
        partitions.add(chart.wallet(wallet).partition());
        wallets.add(wallet);
    }

    /** In the order in which they are locked. */
    public SortedSet<Integer> partitions() {
        return partitions;
    }

    public Collection<WithdrawalId> withdrawals() {
        return withdrawals;
    }

    /** The records whose answers are kept with their withdrawal. */
    public Collection<Asked> withdrawalRecords() {
        return withdrawalRecords;
    }

    public Collection<PayoutId> payouts() {
        return payouts;
    }

    /** The withdrawals whose quarantine matters. */
    public Collection<WithdrawalId> facts() {
        return facts;
    }

    public Collection<Reference> references() {
        return references;
    }

    /** All accounts that may be posted to, once the withdrawals are known. */
    public Collection<Account> accounts(Collection<Withdrawal> known) {
        SequencedSet<Account> accounts = new LinkedHashSet<>(others);
        wallets.forEach(wallet -> addBoth(accounts, wallet));
        known.forEach(withdrawal -> addBoth(accounts, withdrawal.terms().wallet()));
        return accounts;
    }

    private void addBoth(Collection<Account> accounts, WalletKey wallet) {
        accounts.add(chart.wallet(wallet));
        accounts.add(chart.reserved(wallet));
    }
}
