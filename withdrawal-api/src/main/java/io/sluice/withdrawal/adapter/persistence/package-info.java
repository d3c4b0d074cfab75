/** PostgreSQL: set-based statements over R2DBC. */
@NullMarked
package io.sluice.withdrawal.adapter.persistence;

import org.jspecify.annotations.NullMarked;
