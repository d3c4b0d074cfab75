package io.sluice.ingest.adapter.provider;

import java.util.regex.Pattern;

/**
 * What a field's text must look like. All shapes but {@link #ANY} are within printable ASCII: what
 * fits can be stored, logged and sent on.
 *
 * @param expected in words, for whoever has to mend it
 */
public record Shape(Pattern pattern, String expected) {

    /** An id or code of the provider's own. */
    public static final Shape NAME =
            of("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}", "1 to 64 letters, digits or . _ : -");

    /** An amount in minor units above zero, within a long. */
    public static final Shape MINOR_UNITS = of("[1-9][0-9]{0,17}", "a whole number above zero");

    /** An amount in minor units, zero or above, within a long. */
    public static final Shape MINOR_UNITS_OR_ZERO = of("0|[1-9][0-9]{0,17}", "a whole number");

    public static final Shape CURRENCY = of("[A-Z]{3}", "an ISO 4217 code");

    public static final Shape PRINTABLE =
            of("[\\x20-\\x7e]{0,255}", "at most 255 printable ASCII characters");

    /** Text that is only compared with something or dropped. */
    public static final Shape ANY = new Shape(Pattern.compile(".*", Pattern.DOTALL), "a string");

    public static Shape of(String regex, String expected) {
        return new Shape(Pattern.compile(regex), expected);
    }

    public boolean fits(String text) {
        return pattern.matcher(text).matches();
    }
}
