/** Use cases of the gateway, and the ports through which they reach providers and the database. */
@NullMarked
package io.sluice.gateway.application;

import org.jspecify.annotations.NullMarked;
