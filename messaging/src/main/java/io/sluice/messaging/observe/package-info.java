/** What an operator sees of a withdrawal's way: spans in its trace, metrics by convention. */
@NullMarked
package io.sluice.messaging.observe;

import org.jspecify.annotations.NullMarked;
