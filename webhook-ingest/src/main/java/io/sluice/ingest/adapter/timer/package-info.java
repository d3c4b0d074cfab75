/** What happens by the clock: old callbacks go, and those that wait are counted. */
@NullMarked
package io.sluice.ingest.adapter.timer;

import org.jspecify.annotations.NullMarked;
