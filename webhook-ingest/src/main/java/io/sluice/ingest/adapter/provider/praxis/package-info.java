/** Praxis' notifications: SHA-384 over some of the fields, so a hint and no fact. */
@NullMarked
package io.sluice.ingest.adapter.provider.praxis;

import org.jspecify.annotations.NullMarked;
