/** Topics, and groups that share their partitions: delivered at least once, in order. */
@NullMarked
package io.sluice.verification.simulation.kafka;

import org.jspecify.annotations.NullMarked;
