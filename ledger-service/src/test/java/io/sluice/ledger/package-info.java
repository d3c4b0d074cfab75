/** The ledger from outside, over Kafka and HTTP. */
@NullMarked
package io.sluice.ledger;

import org.jspecify.annotations.NullMarked;
