package io.sluice.sandbox.praxis;

import org.jspecify.annotations.Nullable;

/**
 * A transaction as the outside sees it at one moment; amounts in minor units.
 *
 * @param paid what has left so far, returned or not
 */
record Snapshot(
        int tid,
        String orderId,
        String status,
        long amount,
        long paid,
        long returned,
        long fee,
        @Nullable String reason) {}
