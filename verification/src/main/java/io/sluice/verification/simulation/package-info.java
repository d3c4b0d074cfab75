/**
 * The whole pipeline in one thread, driven by a seed, and judged by an oracle that knows no code.
 */
@NullMarked
package io.sluice.verification.simulation;

import org.jspecify.annotations.NullMarked;
