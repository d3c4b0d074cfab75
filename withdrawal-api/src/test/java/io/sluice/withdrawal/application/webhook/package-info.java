/** How webhooks are signed. */
@NullMarked
package io.sluice.withdrawal.application.webhook;

import org.jspecify.annotations.NullMarked;
