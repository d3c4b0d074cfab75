/** Delivers partner events at least once, each partner in a lane of its own. */
@NullMarked
package io.sluice.withdrawal.application.webhook;

import org.jspecify.annotations.NullMarked;
