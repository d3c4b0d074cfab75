/** Withdrawals paid out from outside, over HTTP and Kafka only, and checked. */
@NullMarked
package io.sluice.local.demo;

import org.jspecify.annotations.NullMarked;
