/** A server that plays the payout providers and the partner, for local runs, tests and benchmarks. */
@NullMarked
package io.sluice.sandbox;

import org.jspecify.annotations.NullMarked;
