/** Praxis' agent API: signed both ways, no idempotency key; the order id and look-ups guard. */
@NullMarked
package io.sluice.gateway.adapter.provider.praxis;

import org.jspecify.annotations.NullMarked;
