/** The partner's webhook endpoints, which verify and remember what they receive. */
@NullMarked
package io.sluice.sandbox.partner;

import org.jspecify.annotations.NullMarked;
