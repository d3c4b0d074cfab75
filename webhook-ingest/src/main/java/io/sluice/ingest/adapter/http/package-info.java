/** The providers' way in, with its limits, and the operators'. */
@NullMarked
package io.sluice.ingest.adapter.http;

import org.jspecify.annotations.NullMarked;
