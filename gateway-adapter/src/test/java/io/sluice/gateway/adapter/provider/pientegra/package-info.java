/** Providers against the sandbox. */
@NullMarked
package io.sluice.gateway.adapter.provider.pientegra;

import org.jspecify.annotations.NullMarked;
