/** The append-only record of every payout, so that a restart forgets nothing that was paid. */
@NullMarked
package io.sluice.sandbox.journal;

import org.jspecify.annotations.NullMarked;
