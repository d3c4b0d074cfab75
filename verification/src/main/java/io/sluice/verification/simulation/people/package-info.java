/** Partners who ask for withdrawals, and operators who end doubts. */
@NullMarked
package io.sluice.verification.simulation.people;

import org.jspecify.annotations.NullMarked;
