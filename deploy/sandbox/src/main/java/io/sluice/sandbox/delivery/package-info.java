/** Sends providers' callbacks: in order per payout, repeated until accepted, over a bounded pool. */
@NullMarked
package io.sluice.sandbox.delivery;

import org.jspecify.annotations.NullMarked;
