/** One thread's world: its time, its chance, its processes that die, and what can happen next. */
@NullMarked
package io.sluice.verification.simulation.world;

import org.jspecify.annotations.NullMarked;
