/** The ledger's events in, through Spring Cloud Stream. */
@NullMarked
package io.sluice.withdrawal.adapter.messaging;

import org.jspecify.annotations.NullMarked;
