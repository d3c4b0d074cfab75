/** The rules of paying out: what a payout may do next, and what a provider's word changes. */
@NullMarked
package io.sluice.gateway.domain;

import org.jspecify.annotations.NullMarked;
