/** Providers against the sandbox. */
@NullMarked
package io.sluice.gateway.adapter.provider;

import org.jspecify.annotations.NullMarked;
