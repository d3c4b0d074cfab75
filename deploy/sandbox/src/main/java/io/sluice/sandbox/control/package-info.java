/** What was really paid, and the switches that make the sandbox misbehave. */
@NullMarked
package io.sluice.sandbox.control;

import org.jspecify.annotations.NullMarked;
