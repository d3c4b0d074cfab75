package io.sluice.withdrawal.domain;

/**
 * Why a request is not taken: a value, not a failure.
 *
 * @param code stable, for programs
 * @param field what is wrong
 * @param expected what would be right; never the value itself, which may be personal
 */
public record Refusal(Code code, String field, String expected) {

    /** In order of precedence. */
    public enum Code {
        VALIDATION_FAILED("validation_failed"),
        AMOUNT_BELOW_MIN("amount_below_min"),
        AMOUNT_ABOVE_MAX("amount_above_max"),
        DAILY_LIMIT_EXCEEDED("daily_limit_exceeded");

        private final String text;

        Code(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    public static Refusal invalid(String field, String expected) {
        return new Refusal(Code.VALIDATION_FAILED, field, expected);
    }
}
