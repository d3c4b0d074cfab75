/** When webhooks are tried again. */
@NullMarked
package io.sluice.withdrawal.domain.webhook;

import org.jspecify.annotations.NullMarked;
