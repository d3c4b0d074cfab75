package io.sluice.withdrawal.application;

import io.sluice.contracts.WithdrawalId;
import io.sluice.withdrawal.domain.WithdrawalStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Set;

/**
 * Which withdrawals of an application to list, newest first.
 *
 * @param createdFrom inclusive
 * @param createdTo exclusive
 * @param statuses empty: all
 * @param before only what is older than this one: where the last page ended
 */
public record WithdrawalQuery(
        String applicationKey,
        @Nullable Instant createdFrom,
        @Nullable Instant createdTo,
        Set<WithdrawalStatus> statuses,
        @Nullable String externalUserId,
        @Nullable String referenceNo,
        @Nullable WithdrawalId before,
        int limit) {

    public WithdrawalQuery {
        statuses = Set.copyOf(statuses);
    }

    WithdrawalQuery withLimit(int newLimit) {
        return new WithdrawalQuery(
                applicationKey,
                createdFrom,
                createdTo,
                statuses,
                externalUserId,
                referenceNo,
                before,
                newLimit);
    }
}
