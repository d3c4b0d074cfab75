/** A real broker, a real database and the house rules, for every module's tests. */
@NullMarked
package io.sluice.testing;

import org.jspecify.annotations.NullMarked;
