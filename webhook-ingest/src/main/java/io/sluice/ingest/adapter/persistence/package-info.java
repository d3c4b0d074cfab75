/** Callbacks and references in PostgreSQL, one commit for many. */
@NullMarked
package io.sluice.ingest.adapter.persistence;

import org.jspecify.annotations.NullMarked;
