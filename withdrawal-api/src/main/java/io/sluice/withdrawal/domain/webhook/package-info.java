/** How a webhook is judged and when it is tried again: pure. */
@NullMarked
package io.sluice.withdrawal.domain.webhook;

import org.jspecify.annotations.NullMarked;
