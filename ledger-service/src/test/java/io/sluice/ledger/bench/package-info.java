/** How fast the ledger is: {@code ./sluice bench ledger}. */
@NullMarked
package io.sluice.ledger.bench;

import org.jspecify.annotations.NullMarked;
