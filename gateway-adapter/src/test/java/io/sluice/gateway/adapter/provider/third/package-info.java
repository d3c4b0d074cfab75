/** A third provider, as small as one can be: what docs/adding-a-provider.md describes. */
@NullMarked
package io.sluice.gateway.adapter.provider.third;

import org.jspecify.annotations.NullMarked;
