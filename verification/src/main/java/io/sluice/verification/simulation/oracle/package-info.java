/** Knows what must hold, whatever happens, and shares no rule with the services. */
@NullMarked
package io.sluice.verification.simulation.oracle;

import org.jspecify.annotations.NullMarked;
