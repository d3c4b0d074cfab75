package io.sluice.testing.bench;

/** What a figure is hoped to be. A missed aim is said, and fails nothing. */
public sealed interface Aim {

    boolean isMetBy(double value);

    /** As words for a table: {@code >= 4,000}. */
    String inWords();

    static Aim atLeast(double least) {
        return new AtLeast(least);
    }

    static Aim below(double limit) {
        return new Below(limit);
    }

    record AtLeast(double least) implements Aim {

        @Override
        public boolean isMetBy(double value) {
            return value >= least;
        }

        @Override
        public String inWords() {
            return ">= " + Report.number(least);
        }
    }

    record Below(double limit) implements Aim {

        @Override
        public boolean isMetBy(double value) {
            return value < limit;
        }

        @Override
        public String inWords() {
            return "< " + Report.number(limit);
        }
    }
}
