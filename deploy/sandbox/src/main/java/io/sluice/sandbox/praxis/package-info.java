/** The Praxis agent and direct API as its documents describe it. */
@NullMarked
package io.sluice.sandbox.praxis;

import org.jspecify.annotations.NullMarked;
