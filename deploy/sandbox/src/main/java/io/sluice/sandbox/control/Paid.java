package io.sluice.sandbox.control;

import com.fasterxml.jackson.annotation.JsonIgnore;

import java.time.Instant;

/**
 * Money that really left, in minor units.
 *
 * @param ourReference the idempotency key or order id that the payout was opened with
 * @param amount the sum that was paid, whether or not it came back
 * @param returnedAmount what of it came back
 * @param sequence the order in which the payouts were accepted, over all providers
 */
public record Paid(
        String provider,
        String providerReference,
        String ourReference,
        String amount,
        String currency,
        String returnedAmount,
        String fee,
        long sequence,
        @JsonIgnore Instant changedAt) {}
