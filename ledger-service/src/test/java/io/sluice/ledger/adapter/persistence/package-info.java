/** The books in a real PostgreSQL. */
@NullMarked
package io.sluice.ledger.adapter.persistence;

import org.jspecify.annotations.NullMarked;
