/** Pientegra's callbacks: HMAC-SHA256 over time and raw body. */
@NullMarked
package io.sluice.ingest.adapter.provider.pientegra;

import org.jspecify.annotations.NullMarked;
