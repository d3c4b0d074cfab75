package io.sluice.ledger.domain;

import io.sluice.contracts.PayoutId;

/**
 * One try at a payout.
 *
 * @param number from 1
 */
public record AttemptKey(PayoutId payoutId, int number) {}
