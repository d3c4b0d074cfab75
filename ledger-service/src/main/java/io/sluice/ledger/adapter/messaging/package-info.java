/** The ledger's inputs from Kafka, and its outcomes back. */
@NullMarked
package io.sluice.ledger.adapter.messaging;

import org.jspecify.annotations.NullMarked;
