/** What all providers have in common: HTTP with limits, gates, the settings block. */
@NullMarked
package io.sluice.gateway.adapter.provider;

import org.jspecify.annotations.NullMarked;
