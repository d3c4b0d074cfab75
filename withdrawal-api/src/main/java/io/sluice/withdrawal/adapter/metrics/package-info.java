/** What operators see of the withdrawals as a whole. */
@NullMarked
package io.sluice.withdrawal.adapter.metrics;

import org.jspecify.annotations.NullMarked;
