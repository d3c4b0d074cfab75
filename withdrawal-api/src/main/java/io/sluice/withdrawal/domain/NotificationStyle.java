package io.sluice.withdrawal.domain;

/** In whose shape a partner hears of what happened. */
public enum NotificationStyle {
    PIENTEGRA,
    PRAXIS
}
