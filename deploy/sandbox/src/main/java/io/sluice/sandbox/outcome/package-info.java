/** What a payout's amount asks the sandbox to do: pure rules, no clock and no randomness of their own. */
@NullMarked
package io.sluice.sandbox.outcome;

import org.jspecify.annotations.NullMarked;
