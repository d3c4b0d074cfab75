package io.sluice.contracts;

/** How we came to know a fact. */
public enum FactSource {
    CALLBACK,
    LOOK_UP,
    SUBMISSION,
    OPERATOR
}
