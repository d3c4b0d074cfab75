/** What the providers' rooms share: strict JSON, hexadecimal, source addresses. */
@NullMarked
package io.sluice.ingest.adapter.provider;

import org.jspecify.annotations.NullMarked;
