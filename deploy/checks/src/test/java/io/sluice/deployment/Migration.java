package io.sluice.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A change of a service's database, and what in it the release before could not live with. */
record Migration(String file, int number, String sql) {

    /** {@code -- contract: REASON} before a statement: no release that still runs needs what it takes. */
    private static final Pattern CONTRACTS = Pattern.compile("--[ \\t]*contract:[ \\t]*\\S");

    private static final Pattern NAME = Pattern.compile("V(\\d+)__[a-z0-9_]+\\.sql");
    private static final Pattern NEW_TABLE =
            Pattern.compile("CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?(\\w+)");
    private static final Pattern TABLE =
            Pattern.compile("(?:ALTER TABLE(?: IF EXISTS)?(?: ONLY)?|\\bON) (\\w+)");
    private static final List<Pattern> BREAKS =
            Stream.of(
                            "\\bDROP (?!CONSTRAINT|DEFAULT|NOT NULL|INDEX)",
                            "\\bRENAME\\b",
                            "\\bALTER (COLUMN )?\\w+ (SET DATA )?TYPE\\b",
                            "\\bSET NOT NULL\\b",
                            "\\bDROP DEFAULT\\b",
                            "\\bADD (CONSTRAINT \\w+ )?(CHECK|UNIQUE|PRIMARY KEY|FOREIGN KEY|EXCLUDE)\\b",
                            "\\bCREATE UNIQUE INDEX\\b",
                            "\\bCREATE (OR REPLACE )?(CONSTRAINT )?TRIGGER\\b",
                            "\\bREVOKE\\b",
                            "\\bADD COLUMN (?!.*\\b(DEFAULT|GENERATED)\\b)[^,]*\\bNOT NULL\\b",
                            "\\b(TRUNCATE|DELETE FROM)\\b")
                    .map(Pattern::compile)
                    .toList();

    /** Those of every module that has a database. */
    static List<Migration> all() {
        return Stream.concat(Stream.of("messaging"), Project.services().stream())
                .map(module -> Project.ROOT.resolve(module + "/src/main/resources/db"))
                .flatMap(Migration::in)
                .toList();
    }

    private static Stream<Migration> in(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".sql"))
                    .map(Migration::read)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Migration read(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalArgumentException(file + " (expected: " + NAME + ")");
        }
        try {
            return new Migration(
                    Project.ROOT.relativize(file).toString(),
                    Integer.parseInt(name.group(1)),
                    Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The statements that an instance of the release before would stumble over. */
    List<String> breaks() {
        List<String> breaks = new ArrayList<>();
        Set<String> fresh = new HashSet<>();
        for (String statement : sql.split(";")) {
            String plain =
                    statement
                            .replaceAll("--.*", " ")
                            .replaceAll("\\s+", " ")
                            .strip()
                            .toUpperCase(Locale.ROOT);
            NEW_TABLE.matcher(plain).results().forEach(table -> fresh.add(table.group(1)));
            boolean ofItsOwn =
                    TABLE.matcher(plain)
                            .results()
                            .findFirst()
                            .map(table -> fresh.contains(table.group(1)))
                            .orElse(false);
            if (!ofItsOwn
                    && !CONTRACTS.matcher(statement).find()
                    && BREAKS.stream().anyMatch(each -> each.matcher(plain).find())) {
                breaks.add(plain);
            }
        }
        return breaks;
    }
}
