package io.sluice.ledger.application;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.WithdrawalId;
import io.sluice.ledger.domain.AccountBalance;
import io.sluice.ledger.domain.AccountId;
import io.sluice.ledger.domain.Answered;
import io.sluice.ledger.domain.Attempt;
import io.sluice.ledger.domain.AttemptKey;
import io.sluice.ledger.domain.Balance;
import io.sluice.ledger.domain.ChainHead;
import io.sluice.ledger.domain.Changed;
import io.sluice.ledger.domain.Decision;
import io.sluice.ledger.domain.Loaded;
import io.sluice.ledger.domain.Payout;
import io.sluice.ledger.domain.PostedTransfer;
import io.sluice.ledger.domain.QuarantineId;
import io.sluice.ledger.domain.Quarantined;
import io.sluice.ledger.domain.Reach;
import io.sluice.ledger.domain.Reference;
import io.sluice.ledger.domain.Resolution;
import io.sluice.ledger.domain.Seal;
import io.sluice.ledger.domain.TransferId;
import io.sluice.ledger.domain.WalletTransfer;
import io.sluice.ledger.domain.Withdrawal;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The books in memory: what the contract of {@link LedgerStore} means, with nothing in its way. */
public final class InMemoryLedger implements LedgerStore, PublishedOrder.Said {

    private record TransferKey(WithdrawalId withdrawalId, TransferId transferId) {}

    private final Map<Integer, ChainHead> heads = new HashMap<>();
    private final Map<AccountId, AccountBalance> accounts = new HashMap<>();
    private final Map<AccountId, Balance> balances = new HashMap<>();
    private final Map<WithdrawalId, Withdrawal> withdrawals = new HashMap<>();
    private final Map<PayoutId, Payout> payouts = new HashMap<>();
    private final Map<AttemptKey, Attempt> attempts = new HashMap<>();
    private final Map<WithdrawalId, Set<QuarantineId>> quarantineIds = new HashMap<>();
    private final List<Quarantined> quarantined = new ArrayList<>();
    private final List<Resolution> resolutions = new ArrayList<>();
    private final Map<EventId, Answered> answered = new HashMap<>();
    private final Map<Reference, WalletTransfer> walletTransfers = new HashMap<>();
    private final Set<TransferKey> transferKeys = new HashSet<>();
    private final List<PostedTransfer> transfers = new ArrayList<>();
    private final List<Seal> seals = new ArrayList<>();

    @Override
    public Mono<Decision> commit(Reach reach, Function<Loaded, Decision> decide) {
        return Mono.fromCallable(
                () -> {
                    synchronized (this) {
                        Decision decision = decide.apply(loaded(reach));
                        write(decision);
                        return decision;
                    }
                });
    }

    private Loaded loaded(Reach reach) {
        Map<Integer, ChainHead> locked = new HashMap<>();
        reach.partitions()
                .forEach(
                        partition ->
                                locked.put(
                                        partition,
                                        heads.getOrDefault(partition, ChainHead.first(partition))));
        Set<QuarantineId> waiting = new HashSet<>();
        reach.facts().forEach(id -> waiting.addAll(quarantineIds.getOrDefault(id, Set.of())));
        return new Loaded(
                locked,
                balances,
                withdrawals,
                payouts,
                attempts,
                waiting,
                answered,
                walletTransfers);
    }

    private void write(Decision decision) {
        for (PostedTransfer transfer : decision.transfers()) {
            if (transfer.withdrawalId() != null
                    && !transferKeys.add(new TransferKey(transfer.withdrawalId(), transfer.id()))) {
                throw new IllegalStateException("transfer_is_booked_once: " + transfer);
            }
            transfers.add(transfer);
        }
        for (Changed<AccountBalance> changed : decision.accounts()) {
            accounts.put(changed.value().account().id(), changed.value());
            balances.put(changed.value().account().id(), changed.value().balance());
        }
        decision.withdrawals()
                .forEach(row -> withdrawals.put(row.value().terms().id(), row.value()));
        decision.payouts().forEach(row -> payouts.put(row.value().id(), row.value()));
        decision.attempts().forEach(row -> attempts.put(row.value().key(), row.value()));
        for (Quarantined fact : decision.quarantined()) {
            quarantined.add(fact);
            quarantineIds
                    .computeIfAbsent(fact.fact().withdrawalId(), _ -> new HashSet<>())
                    .add(fact.id());
        }
        resolutions.addAll(decision.resolutions());
        decision.answered().forEach(row -> answered.put(row.cause(), row));
        decision.walletTransfers().forEach(row -> walletTransfers.put(row.reference(), row));
        for (Seal seal : decision.seals()) {
            seals.add(seal);
            heads.put(
                    seal.partition(),
                    new ChainHead(
                            seal.partition(),
                            seal.lastPosition(),
                            seal.number(),
                            seal.hash(),
                            seal.sealedAt()));
        }
    }

    @Override
    public Mono<List<Envelope<? extends LedgerEvent>>> of(Collection<WithdrawalId> ids) {
        return Mono.fromSupplier(
                () ->
                        answered.values().stream()
                                .filter(each -> ids.contains(each.withdrawalId()))
                                .<Envelope<? extends LedgerEvent>>flatMap(
                                        each -> each.outcomes().stream())
                                .toList());
    }

    public Collection<AccountBalance> accounts() {
        return accounts.values();
    }

    public Map<AccountId, Balance> balances() {
        return balances;
    }

    public Map<WithdrawalId, Withdrawal> withdrawals() {
        return withdrawals;
    }

    public Map<PayoutId, Payout> payouts() {
        return payouts;
    }

    public Map<AttemptKey, Attempt> attempts() {
        return attempts;
    }

    public List<Quarantined> quarantined() {
        return quarantined;
    }

    public List<Resolution> resolutions() {
        return resolutions;
    }

    public List<PostedTransfer> transfers() {
        return transfers;
    }

    public List<Seal> seals() {
        return seals;
    }

    public Map<Integer, ChainHead> heads() {
        return heads;
    }
}
