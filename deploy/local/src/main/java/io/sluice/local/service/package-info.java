/** The sandbox and the services: what each is given, and how it starts fast. */
@NullMarked
package io.sluice.local.service;

import org.jspecify.annotations.NullMarked;
