package io.sluice.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** While a release is rolled out, the release before works on the database that it has changed. */
class MigrationsTest {

    /** Lower numbers belong to the first release, which follows none. */
    private static final int FIRST_OF_THE_SECOND_RELEASE = 200;

    /** Of a table; the columns of {@code unnest} and of a statement's own part stay what they are. */
    private static final Pattern ALL_COLUMNS =
            Pattern.compile("SELECT (\\w\\.)?\\*(?!\\s+FROM unnest)|RETURNING \\*");

    @Test
    void aMigrationOnlyExpands() {
        assertThat(Migration.all())
                .hasSizeGreaterThan(10)
                .filteredOn(migration -> migration.number() >= FIRST_OF_THE_SECOND_RELEASE)
                .allSatisfy(
                        migration -> assertThat(migration.breaks()).as(migration.file()).isEmpty());
    }

    /** A prepared statement that returns all columns fails from the moment when there is one more. */
    @Test
    void aStatementNamesTheColumnsThatItReads() throws IOException {
        for (String module : modules()) {
            try (Stream<Path> sources =
                    Files.walk(Project.ROOT.resolve(module + "/src/main/java"))) {
                assertThat(sources.filter(source -> source.toString().endsWith(".java")))
                        .isNotEmpty()
                        .allSatisfy(
                                source ->
                                        assertThat(Files.readString(source))
                                                .doesNotContainPattern(ALL_COLUMNS));
            }
        }
    }

    private static List<String> modules() {
        return Stream.concat(Stream.of("messaging"), Project.services().stream()).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE note (id bigint NOT NULL); CREATE UNIQUE INDEX note_id ON note (id)",
                "CREATE TABLE note (id bigint NOT NULL); ALTER TABLE note ADD CHECK (id > 0)",
                "ALTER TABLE payout ADD COLUMN note text",
                "ALTER TABLE payout ADD COLUMN note text NOT NULL DEFAULT ''",
                "ALTER TABLE payout ALTER COLUMN note DROP NOT NULL",
                "ALTER TABLE payout DROP CONSTRAINT payout_note_is_short",
                "CREATE INDEX payout_by_note ON payout (note)",
                "-- contract: no release since 0.2 reads it\nALTER TABLE payout DROP COLUMN note",
            })
    void whatTheReleaseBeforeLivesWithMayBeDone(String sql) {
        assertThat(new Migration("V0200__x.sql", 200, sql).breaks()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE payout DROP COLUMN note",
                "DROP TABLE payout",
                "ALTER TABLE payout RENAME COLUMN note TO remark",
                "ALTER TABLE payout ADD COLUMN note text NOT NULL",
                "ALTER TABLE payout ALTER COLUMN note SET NOT NULL",
                "ALTER TABLE payout ALTER COLUMN note TYPE bigint",
                "ALTER TABLE payout\n  ADD CONSTRAINT payout_note_is_short CHECK (length(note) < 9)",
                "CREATE UNIQUE INDEX payout_by_note ON payout (note)",
                "ALTER TABLE payout ALTER COLUMN note DROP DEFAULT",
                "DELETE FROM payout WHERE note IS NULL",
                "-- contract:\nDROP TABLE payout",
            })
    void whatItWouldStumbleOverIsFound(String sql) {
        assertThat(new Migration("V0200__x.sql", 200, sql).breaks()).hasSize(1);
    }
}
