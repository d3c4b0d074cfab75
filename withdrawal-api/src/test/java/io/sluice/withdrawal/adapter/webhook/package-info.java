/** The queue in a real database; endpoints on real sockets. */
@NullMarked
package io.sluice.withdrawal.adapter.webhook;

import org.jspecify.annotations.NullMarked;
