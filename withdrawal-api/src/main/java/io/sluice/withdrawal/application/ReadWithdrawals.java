package io.sluice.withdrawal.application;

import io.sluice.contracts.WithdrawalId;
import io.sluice.withdrawal.domain.Withdrawal;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

/** Shows an application its own withdrawals. */
public final class ReadWithdrawals {

    /**
     * @param next where the next page starts; empty on the last one
     */
    public record Page(List<Withdrawal> withdrawals, Optional<WithdrawalId> next) {}

    private final Withdrawals withdrawals;

    public ReadWithdrawals(Withdrawals withdrawals) {
        this.withdrawals = withdrawals;
    }

    /** Empty for an unknown one and for another application's alike. */
    public Mono<Withdrawal> one(String applicationKey, WithdrawalId id) {
        return withdrawals.find(applicationKey, id);
    }

    /** Newest first. */
    public Mono<Page> page(WithdrawalQuery query) {
        return withdrawals
                .list(query.withLimit(query.limit() + 1))
                .map(
                        found -> {
                            boolean more = found.size() > query.limit();
                            List<Withdrawal> page = more ? found.subList(0, query.limit()) : found;
                            return new Page(
                                    page,
                                    more ? Optional.of(page.getLast().id()) : Optional.empty());
                        });
    }
}
