/** What was set aside because it could never be processed, and how an operator ends it. */
@NullMarked
package io.sluice.local.deadletter;

import org.jspecify.annotations.NullMarked;
