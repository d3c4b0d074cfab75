/** What crosses a service's border: events, ids, topics. */
@NullMarked
package io.sluice.contracts;

import org.jspecify.annotations.NullMarked;
