package io.sluice.sandbox.praxis;

import io.sluice.sandbox.outcome.Outcome;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * An accepted {@code /direct/apm}, without the bank account.
 *
 * @param number its place in the order of acceptance
 * @param tid the withdrawal request's id
 * @param amount minor units
 */
record Opening(
        long number,
        int tid,
        String orderId,
        String applicationKey,
        String cid,
        long amount,
        String currency,
        @Nullable String gateway,
        @Nullable String notificationUrl,
        Outcome outcome,
        Instant createdAt) {}
