package io.sluice.ledger.domain;

import io.sluice.contracts.PayoutId;
import io.sluice.contracts.WithdrawalId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The books while a batch is worked through: what was loaded, and what its records changed. */
final class Books {

    private final Loaded loaded;
    private final Map<AccountId, AccountBalance> accounts = new LinkedHashMap<>();
    private final Map<WithdrawalId, Withdrawal> withdrawals = new LinkedHashMap<>();
    private final Map<PayoutId, Payout> payouts = new LinkedHashMap<>();
    private final Map<AttemptKey, Attempt> attempts = new LinkedHashMap<>();
    private final Set<QuarantineId> quarantineIds;
    private final List<Quarantined> quarantined = new ArrayList<>();
    private final List<Resolution> resolutions = new ArrayList<>();
    private final Map<Integer, List<PostedTransfer>> transfers = new HashMap<>();

    Books(Loaded loaded) {
        this.loaded = loaded;
        this.quarantineIds = new HashSet<>(loaded.quarantined());
    }

    Balance balance(Account account) {
        AccountBalance changed = accounts.get(account.id());
        return changed != null
                ? changed.balance()
                : loaded.balances().getOrDefault(account.id(), Balance.ZERO);
    }

    @Nullable Withdrawal withdrawal(WithdrawalId id) {
        Withdrawal changed = withdrawals.get(id);
        return changed != null ? changed : loaded.withdrawals().get(id);
    }

    @Nullable Payout payout(PayoutId id) {
        Payout changed = payouts.get(id);
        return changed != null ? changed : loaded.payouts().get(id);
    }

    @Nullable Attempt attempt(AttemptKey key) {
        Attempt changed = attempts.get(key);
        return changed != null ? changed : loaded.attempts().get(key);
    }

    boolean isQuarantined(QuarantineId id) {
        return quarantineIds.contains(id);
    }

    /** Takes over what one record came to. */
    void apply(Docket docket) {
        docket.accounts().forEach(accounts::put);
        Withdrawal withdrawal = docket.changedWithdrawal();
        if (withdrawal != null) {
            withdrawals.put(withdrawal.terms().id(), withdrawal);
        }
        docket.payouts().forEach(payout -> payouts.put(payout.id(), payout));
        docket.attempts().forEach(attempt -> attempts.put(attempt.key(), attempt));
        docket.quarantined()
                .forEach(
                        fact -> {
                            quarantineIds.add(fact.id());
                            quarantined.add(fact);
                        });
        resolutions.addAll(docket.resolutions());
        docket.transfers().forEach(this::post);
    }

    private void post(Docket.Booked booked) {
        Transfer transfer = booked.transfer();
        int partition = transfer.partition();
        List<PostedTransfer> chain = transfers.computeIfAbsent(partition, _ -> new ArrayList<>());
        chain.add(
                new PostedTransfer(
                        partition,
                        head(partition).position() + chain.size() + 1,
                        transfer.id(),
                        transfer.kind(),
                        transfer.debit().id(),
                        transfer.credit().id(),
                        transfer.amount(),
                        booked.debitBalance(),
                        booked.creditBalance(),
                        transfer.withdrawalId(),
                        transfer.payoutId(),
                        transfer.linkedTo(),
                        transfer.eventAt(),
                        booked.bookedAt()));
    }

    ChainHead head(int partition) {
        ChainHead head = loaded.heads().get(partition);
        if (head == null) {
            throw new IllegalStateException("partition: " + partition + " (expected: locked)");
        }
        return head;
    }

    Map<Integer, List<PostedTransfer>> transfers() {
        return transfers;
    }

    List<Changed<AccountBalance>> changedAccounts() {
        return changed(accounts, loaded.balances());
    }

    List<Changed<Withdrawal>> changedWithdrawals() {
        return changed(withdrawals, loaded.withdrawals());
    }

    List<Changed<Payout>> changedPayouts() {
        return changed(payouts, loaded.payouts());
    }

    List<Changed<Attempt>> changedAttempts() {
        return changed(attempts, loaded.attempts());
    }

    List<Quarantined> quarantined() {
        return quarantined;
    }

    List<Resolution> resolutions() {
        return resolutions;
    }

    private static <K, V> List<Changed<V>> changed(Map<K, V> now, Map<K, ?> before) {
        List<Changed<V>> changed = new ArrayList<>(now.size());
        now.forEach((key, value) -> changed.add(new Changed<>(value, !before.containsKey(key))));
        return changed;
    }
}
