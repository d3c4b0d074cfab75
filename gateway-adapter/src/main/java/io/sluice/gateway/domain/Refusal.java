package io.sluice.gateway.domain;

/**
 * A definite no of a provider.
 *
 * @param code the reason code, the provider's or ISO 20022
 */
public record Refusal(String code, Scope scope) {

    /** What the refusal is about. */
    public enum Scope {
        /** Any gateway would refuse it. */
        DESTINATION,
        /** This gateway does: another may pay. */
        GATEWAY
    }

    /** With the scope that the code stands for. */
    public static Refusal of(String code) {
        return new Refusal(
                code, ReasonCodes.aboutDestination(code) ? Scope.DESTINATION : Scope.GATEWAY);
    }
}
