/** The books in PostgreSQL. */
@NullMarked
package io.sluice.ledger.adapter.persistence;

import org.jspecify.annotations.NullMarked;
