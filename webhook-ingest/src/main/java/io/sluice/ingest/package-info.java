/** Verifies providers' callbacks and turns them into facts. */
@NullMarked
package io.sluice.ingest;

import org.jspecify.annotations.NullMarked;
