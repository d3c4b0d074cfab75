/** CloudEvents over Kafka, batches in, outbox out: the only running code that services share. */
@NullMarked
package io.sluice.messaging;

import org.jspecify.annotations.NullMarked;
