/** Accept a callback, link a payout, show and replay what was kept; and the ports these need. */
@NullMarked
package io.sluice.ingest.application;

import org.jspecify.annotations.NullMarked;
