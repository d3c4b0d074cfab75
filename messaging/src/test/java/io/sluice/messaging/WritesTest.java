package io.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Several statements as one. */
final class WritesTest {

    private static final Writes.Part FIRST =
            Writes.Part.of("INSERT INTO a SELECT * FROM unnest($1::int[], $2::text[])", "1", "2");
    private static final Writes.Part SECOND =
            Writes.Part.of("UPDATE b SET x = $2, y = $1 WHERE z = $2", "3", "4");
    private static final Writes.Part THIRD = Writes.Part.of("DELETE FROM c WHERE x = $1", "5");

    @Test
    void eachPartsParametersFollowThoseOfThePartsBefore() {
        assertThat(Writes.sql(List.of(FIRST, SECOND, THIRD)))
                .isEqualToIgnoringWhitespace(
                        """
                        WITH part_1 AS (INSERT INTO a SELECT * FROM unnest($1::int[], $2::text[])),
                        part_2 AS (UPDATE b SET x = $4, y = $3 WHERE z = $4)
                        DELETE FROM c WHERE x = $5
                        """);
        assertThat(Writes.values(List.of(FIRST, SECOND, THIRD)))
                .containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void onePartIsItself() {
        assertThat(Writes.sql(List.of(SECOND))).isEqualTo(SECOND.sql());
    }

    @Test
    void theSamePartTwiceHasItsOwnParametersEachTime() {
        assertThat(Writes.sql(List.of(THIRD, THIRD, THIRD)))
                .isEqualToIgnoringWhitespace(
                        """
                        WITH part_1 AS (DELETE FROM c WHERE x = $1),
                        part_2 AS (DELETE FROM c WHERE x = $2) DELETE FROM c WHERE x = $3
                        """);
    }
}
