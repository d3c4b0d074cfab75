/** What happens by the clock: old destinations are forgotten, and what is open is counted. */
@NullMarked
package io.sluice.gateway.adapter.timer;

import org.jspecify.annotations.NullMarked;
