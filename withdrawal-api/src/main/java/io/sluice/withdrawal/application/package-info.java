/** Use cases and the ports they need. */
@NullMarked
package io.sluice.withdrawal.application;

import org.jspecify.annotations.NullMarked;
