/** The services' own use cases and rules, on simulated databases, topics and providers. */
@NullMarked
package io.sluice.verification.simulation.service;

import org.jspecify.annotations.NullMarked;
