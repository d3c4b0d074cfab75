/** What the gateway hears over Kafka. */
@NullMarked
package io.sluice.gateway.adapter.messaging;

import org.jspecify.annotations.NullMarked;
