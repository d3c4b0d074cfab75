/** Chaos: real processes are killed and stopped under load, and afterwards nothing may be missing. */
@NullMarked
package io.sluice.verification.chaos;

import org.jspecify.annotations.NullMarked;
