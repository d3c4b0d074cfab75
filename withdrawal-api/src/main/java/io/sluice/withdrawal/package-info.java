/** The partner's HTTP API and webhooks: opens withdrawals, shows what became of them. */
@NullMarked
package io.sluice.withdrawal;

import org.jspecify.annotations.NullMarked;
