/** What a platform leaves behind is searched for what may stand nowhere in clear. */
@NullMarked
package io.sluice.verification.clear;

import org.jspecify.annotations.NullMarked;
