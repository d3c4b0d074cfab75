package io.sluice.contracts;

import java.util.Currency;

/**
 * An amount in minor units of its currency, with exact arithmetic.
 *
 * <p>Every operation throws ArithmeticException on overflow and IllegalArgumentException for
 * another currency.
 */
public record Money(long minorUnits, Currency currency) {

    public static Money zero(Currency currency) {
        return new Money(0, currency);
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(minorUnits, same(other).minorUnits), currency);
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(minorUnits, same(other).minorUnits), currency);
    }

    public Money negated() {
        return new Money(Math.negateExact(minorUnits), currency);
    }

    public Money min(Money other) {
        return minorUnits <= same(other).minorUnits ? this : other;
    }

    public boolean isPositive() {
        return minorUnits > 0;
    }

    public boolean isNegative() {
        return minorUnits < 0;
    }

    public boolean isZero() {
        return minorUnits == 0;
    }

    public boolean isLessThan(Money other) {
        return minorUnits < same(other).minorUnits;
    }

    private Money same(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(
                    "currency: " + other.currency + " (expected: " + currency + ")");
        }
        return other;
    }

    @Override
    public String toString() {
        return minorUnits + " " + currency;
    }
}
