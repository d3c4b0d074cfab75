/** Processes of the platform: where they are written down, how they start, stop and are watched. */
@NullMarked
package io.sluice.local.process;

import org.jspecify.annotations.NullMarked;
