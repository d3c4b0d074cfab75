/** The one-command platform: database, broker and services, each in a process of its own. */
@NullMarked
package io.sluice.local;

import org.jspecify.annotations.NullMarked;
