package io.sluice.withdrawal.application;

import io.sluice.contracts.WithdrawalId;

import java.util.Set;

/** Hears of commits in this process, so that nobody has to wait for the next poll. */
public interface AfterCommit {

    /** Never blocks, never throws: polling finds what this misses. */
    void committed(Set<WithdrawalId> withdrawals, Set<String> applicationKeys);
}
