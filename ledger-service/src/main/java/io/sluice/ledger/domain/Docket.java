package io.sluice.ledger.domain;

import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.LedgerEvent.FactQuarantined;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.Totals;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The work on one record: all of it is taken over into the books, or none. */
final class Docket {

    /** A transfer with what it left on both accounts. */
    record Booked(Transfer transfer, long debitBalance, long creditBalance, Instant bookedAt) {}

    /** Makes an event of a withdrawal from its number and the totals after it. */
    interface Numbered {
        LedgerEvent with(int sequence, Totals totals);
    }

    private final Books books;
    private final ChartOfAccounts chart;
    private final Instant bookedAt;
    private @Nullable Withdrawal withdrawal;
    private boolean withdrawalChanged;
    private final Map<AccountId, AccountBalance> accounts = new HashMap<>();
    private final Map<PayoutId, Payout> payouts = new HashMap<>();
    private final Map<AttemptKey, Attempt> attempts = new HashMap<>();
    private final List<Booked> transfers = new ArrayList<>();
    private final List<LedgerEvent> events = new ArrayList<>();
    private final List<Quarantined> quarantined = new ArrayList<>();
    private final List<Resolution> resolutions = new ArrayList<>();

    Docket(Books books, ChartOfAccounts chart, Instant bookedAt) {
        this.books = books;
        this.chart = chart;
        this.bookedAt = bookedAt;
    }

    Books books() {
        return books;
    }

    ChartOfAccounts chart() {
        return chart;
    }

    Instant bookedAt() {
        return bookedAt;
    }

    /** The withdrawal that this record is about. */
    Withdrawal withdrawal() {
        if (withdrawal == null) {
            throw new IllegalStateException("withdrawal: none (expected: the record's)");
        }
        return withdrawal;
    }

    void about(Withdrawal existing) {
        withdrawal = existing;
    }

    void update(Withdrawal next) {
        withdrawal = next;
        withdrawalChanged = true;
    }

    void update(Payout payout) {
        payouts.put(payout.id(), payout);
    }

    void update(Attempt attempt) {
        attempts.put(attempt.key(), attempt);
    }

    Balance balance(Account account) {
        AccountBalance changed = accounts.get(account.id());
        return changed != null ? changed.balance() : books.balance(account);
    }

    /** Whether a transfer of this size leaves both balances within a long. */
    boolean fits(Account debit, Account credit, long amount) {
        long less = balance(debit).amount();
        long more = balance(credit).amount();
        return less >= Long.MIN_VALUE + 1 + amount && more <= Long.MAX_VALUE - amount;
    }

    /**
     * Books a transfer.
     *
     * @param mayOverdraw the debited wallet may end below zero
     * @throws ArithmeticException where a balance does not fit into a long
     */
    void post(Transfer transfer, boolean mayOverdraw) {
        long amount = transfer.amount().minorUnits();
        Account debit = transfer.debit();
        Account credit = transfer.credit();
        Balance debited = balance(debit).debit(debit.kind(), amount, mayOverdraw);
        Balance credited = balance(credit).credit(amount);
        accounts.put(debit.id(), new AccountBalance(debit, debited));
        accounts.put(credit.id(), new AccountBalance(credit, credited));
        transfers.add(new Booked(transfer, debited.amount(), credited.amount(), bookedAt));
    }

    /** Adds the next event of the withdrawal. */
    void emit(Numbered event) {
        update(withdrawal().numbered());
        events.add(event.with(withdrawal().sequence(), withdrawal().totals()));
    }

    /** Adds an event outside any withdrawal. */
    void emit(LedgerEvent event) {
        events.add(event);
    }

    /** Sets the fact before operators, once for what it says, whatever it is that is odd. */
    void quarantine(PayoutStatusReported fact, QuarantineReason reason) {
        QuarantineId id = QuarantineId.of(fact);
        if (books.isQuarantined(id) || quarantined.stream().anyMatch(q -> q.id().equals(id))) {
            return;
        }
        quarantined.add(new Quarantined(id, reason, fact, bookedAt));
        if (withdrawal == null) {
            emit(quarantinedEvent(fact, reason, 0, null));
        } else {
            emit((sequence, totals) -> quarantinedEvent(fact, reason, sequence, totals));
        }
    }

    private static FactQuarantined quarantinedEvent(
            PayoutStatusReported fact,
            QuarantineReason reason,
            int sequence,
            @Nullable Totals totals) {
        return new FactQuarantined(
                fact.withdrawalId(),
                sequence,
                totals,
                totals == null ? null : fact.currency(),
                fact.payoutId(),
                fact.attempt(),
                QuarantineId.of(fact).toString(),
                reason.code());
    }

    void resolve(Resolution resolution) {
        resolutions.add(resolution);
    }

    Map<AccountId, AccountBalance> accounts() {
        return accounts;
    }

    @Nullable Withdrawal changedWithdrawal() {
        return withdrawalChanged ? withdrawal : null;
    }

    Collection<Payout> payouts() {
        return payouts.values();
    }

    Collection<Attempt> attempts() {
        return attempts.values();
    }

    List<Booked> transfers() {
        return transfers;
    }

    List<LedgerEvent> events() {
        return events;
    }

    List<Quarantined> quarantined() {
        return quarantined;
    }

    List<Resolution> resolutions() {
        return resolutions;
    }
}
