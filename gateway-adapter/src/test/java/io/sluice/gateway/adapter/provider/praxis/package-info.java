/** Providers against the sandbox. */
@NullMarked
package io.sluice.gateway.adapter.provider.praxis;

import org.jspecify.annotations.NullMarked;
