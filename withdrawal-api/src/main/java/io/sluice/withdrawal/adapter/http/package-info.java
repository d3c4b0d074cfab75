/** The HTTP side: Pientegra's External API. */
@NullMarked
package io.sluice.withdrawal.adapter.http;

import org.jspecify.annotations.NullMarked;
