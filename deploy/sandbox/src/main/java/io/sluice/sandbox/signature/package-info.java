/** The signature schemes of the providers and of our own webhooks, to sign and to verify. */
@NullMarked
package io.sluice.sandbox.signature;

import org.jspecify.annotations.NullMarked;
