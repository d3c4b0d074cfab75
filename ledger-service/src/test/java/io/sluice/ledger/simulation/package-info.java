/** Random histories against an oracle that shares no rule with the ledger. */
@NullMarked
package io.sluice.ledger.simulation;

import org.jspecify.annotations.NullMarked;
