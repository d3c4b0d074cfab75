/** Publishes what a service has committed: in order for each withdrawal, and lost never. */
@NullMarked
package io.sluice.messaging.outbox;

import org.jspecify.annotations.NullMarked;
