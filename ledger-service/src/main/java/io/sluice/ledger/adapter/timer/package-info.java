/** What the ledger does by itself, round after round. */
@NullMarked
package io.sluice.ledger.adapter.timer;

import org.jspecify.annotations.NullMarked;
