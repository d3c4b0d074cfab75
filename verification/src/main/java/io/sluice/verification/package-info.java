/** Proof from outside: end-to-end tests, simulation and benchmarks, chaos as it comes. */
@NullMarked
package io.sluice.verification;

import org.jspecify.annotations.NullMarked;
