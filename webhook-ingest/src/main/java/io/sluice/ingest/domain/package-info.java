/** What a callback says, and what becomes of it where it meets its payout. */
@NullMarked
package io.sluice.ingest.domain;

import org.jspecify.annotations.NullMarked;
