package io.sluice.sandbox.praxis;

/** A notification that is owed to the merchant; the index is its place among the request's own. */
record Notice(int index, Snapshot snapshot) {}
