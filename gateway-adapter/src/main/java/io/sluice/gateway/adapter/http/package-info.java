/** The operators' side. */
@NullMarked
package io.sluice.gateway.adapter.http;

import org.jspecify.annotations.NullMarked;
