package io.sluice.verification.simulation.service;

/** What an operator says of a withdrawal. */
public enum Word {
    APPROVE,
    REJECT,
    RELEASE
}
