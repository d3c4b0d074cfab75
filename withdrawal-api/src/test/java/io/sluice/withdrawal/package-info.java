/** The service, tried over real HTTP, Kafka and PostgreSQL. */
@NullMarked
package io.sluice.withdrawal;

import org.jspecify.annotations.NullMarked;
