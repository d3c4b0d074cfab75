/** Databases whose transactions happen whole or not at all, and what each service keeps there. */
@NullMarked
package io.sluice.verification.simulation.database;

import org.jspecify.annotations.NullMarked;
