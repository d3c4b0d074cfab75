/** Answers as bytes, and the ways an answer can fail to arrive. */
@NullMarked
package io.sluice.sandbox.http;

import org.jspecify.annotations.NullMarked;
