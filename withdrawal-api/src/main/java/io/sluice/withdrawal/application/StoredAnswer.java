package io.sluice.withdrawal.application;

import io.sluice.contracts.WithdrawalId;

/** The first answer to a key, as it is replayed: status and bytes. */
public record StoredAnswer(WithdrawalId withdrawalId, int status, String body) {}
