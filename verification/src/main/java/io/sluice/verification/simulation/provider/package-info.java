/** Payout providers: what they do with a payment, what they say of it, and how they are asked. */
@NullMarked
package io.sluice.verification.simulation.provider;

import org.jspecify.annotations.NullMarked;
