package io.sluice.local.demo;

import java.time.Instant;

/** Something that happened to a withdrawal. */
record Moment(Instant at, String where, String what) {}
