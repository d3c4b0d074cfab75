/** What is under way between processes: late, in another order, or lost. */
@NullMarked
package io.sluice.verification.simulation.network;

import org.jspecify.annotations.NullMarked;
