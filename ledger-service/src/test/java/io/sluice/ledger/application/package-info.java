/** The books without a database, and the contract that both keep. */
@NullMarked
package io.sluice.ledger.application;

import org.jspecify.annotations.NullMarked;
