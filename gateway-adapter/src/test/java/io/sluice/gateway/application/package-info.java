/** Tests of use cases. */
@NullMarked
package io.sluice.gateway.application;

import org.jspecify.annotations.NullMarked;
