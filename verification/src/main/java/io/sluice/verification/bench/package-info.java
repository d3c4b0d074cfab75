/** {@code ./sluice bench NAME}: what the real processes do under load, beside yardsticks of the same run. */
@NullMarked
package io.sluice.verification.bench;

import org.jspecify.annotations.NullMarked;
