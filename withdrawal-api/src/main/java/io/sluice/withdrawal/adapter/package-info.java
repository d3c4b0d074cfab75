/** What the adapters' rooms share. */
@NullMarked
package io.sluice.withdrawal.adapter;

import org.jspecify.annotations.NullMarked;
