/** The rules of money: pure, synchronous, replayable. */
@NullMarked
package io.sluice.ledger.domain;

import org.jspecify.annotations.NullMarked;
