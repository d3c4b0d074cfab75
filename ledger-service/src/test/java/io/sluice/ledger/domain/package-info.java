/** The specification's sentences, one test each. */
@NullMarked
package io.sluice.ledger.domain;

import org.jspecify.annotations.NullMarked;
