/** What a withdrawal looks like to its partner, and how each ledger event changes that: pure. */
@NullMarked
package io.sluice.withdrawal.domain;

import org.jspecify.annotations.NullMarked;
