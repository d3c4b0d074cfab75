/** Hears from the gateway which payout a provider's reference belongs to. */
@NullMarked
package io.sluice.ingest.adapter.messaging;

import org.jspecify.annotations.NullMarked;
