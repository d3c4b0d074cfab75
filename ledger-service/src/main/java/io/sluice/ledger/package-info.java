/** The ledger: double entry, the authority over money. */
@NullMarked
package io.sluice.ledger;

import org.jspecify.annotations.NullMarked;
