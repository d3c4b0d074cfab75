/** Payouts and attempts in PostgreSQL, written set by set. */
@NullMarked
package io.sluice.gateway.adapter.persistence;

import org.jspecify.annotations.NullMarked;
