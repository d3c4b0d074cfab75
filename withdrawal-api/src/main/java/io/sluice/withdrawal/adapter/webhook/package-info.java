/** Partners' endpoints over HTTP, and the store of deliveries. */
@NullMarked
package io.sluice.withdrawal.adapter.webhook;

import org.jspecify.annotations.NullMarked;
