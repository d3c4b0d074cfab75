/** The operators' questions and commands over HTTP. */
@NullMarked
package io.sluice.ledger.adapter.http;

import org.jspecify.annotations.NullMarked;
