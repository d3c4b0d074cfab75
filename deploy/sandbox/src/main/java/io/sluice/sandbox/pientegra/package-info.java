/** The Pientegra External API as its documents describe it. */
@NullMarked
package io.sluice.sandbox.pientegra;

import org.jspecify.annotations.NullMarked;
