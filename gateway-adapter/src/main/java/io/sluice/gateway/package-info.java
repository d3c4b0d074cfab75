/** Pays each payout once, through whichever provider works. */
@NullMarked
package io.sluice.gateway;

import org.jspecify.annotations.NullMarked;
