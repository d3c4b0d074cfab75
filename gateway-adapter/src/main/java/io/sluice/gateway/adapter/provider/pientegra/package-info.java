/** Pientegra's External API: submissions under an idempotency key, look-ups by its id. */
@NullMarked
package io.sluice.gateway.adapter.provider.pientegra;

import org.jspecify.annotations.NullMarked;
