/** The database and the broker, each a real one in a process of its own. */
@NullMarked
package io.sluice.local.server;

import org.jspecify.annotations.NullMarked;
