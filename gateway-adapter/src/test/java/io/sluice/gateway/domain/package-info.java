/** The rules, tried alone. */
@NullMarked
package io.sluice.gateway.domain;

import org.jspecify.annotations.NullMarked;
