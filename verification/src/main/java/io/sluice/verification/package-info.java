/** Proof from outside: end-to-end tests now; simulation, chaos and benchmarks as they come. */
@NullMarked
package io.sluice.verification;

import org.jspecify.annotations.NullMarked;
