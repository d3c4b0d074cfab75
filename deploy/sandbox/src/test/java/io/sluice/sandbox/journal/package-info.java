/** The journal's tests. */
@NullMarked
package io.sluice.sandbox.journal;

import org.jspecify.annotations.NullMarked;
