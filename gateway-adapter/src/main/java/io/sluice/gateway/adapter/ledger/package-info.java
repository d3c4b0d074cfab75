/** The ledger's HTTP side: the providers' statements are put there, by the clock. */
@NullMarked
package io.sluice.gateway.adapter.ledger;

import org.jspecify.annotations.NullMarked;
