/** What every benchmark measures with and says its figures by. */
@NullMarked
package io.sluice.testing.bench;

import org.jspecify.annotations.NullMarked;
