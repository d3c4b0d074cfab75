/** What the ledger is used for, and what it needs from outside. */
@NullMarked
package io.sluice.ledger.application;

import org.jspecify.annotations.NullMarked;
