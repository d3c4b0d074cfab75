package io.sluice.messaging;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

import reactor.core.publisher.Mono;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * What a transaction writes, in one statement: the driver waits for the answer to each, and where
 * few rows are written that wait is most of what they cost.
 *
 * <p>All parts see the database as it was before the first of them, and none what another has done;
 * no row may be written by two of them (PostgreSQL, "Data-Modifying Statements in WITH").
 */
public final class Writes {

    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");
    private static final ConcurrentHashMap<List<String>, String> TOGETHER =
            new ConcurrentHashMap<>();

    private Writes() {}

    /**
     * One INSERT, UPDATE or DELETE; the last may be a SELECT of what the first returned, which is
     * {@code part_1}.
     *
     * @param sql with parameters {@code $1} and so on, without a WITH of its own
     * @param values one for each parameter; none is null
     */
    public record Part(String sql, List<?> values) {

        public Part {
            values = List.copyOf(values);
        }

        public static Part of(String sql, Object... values) {
            return new Part(sql, Arrays.asList(values));
        }

        /** The part alone. */
        public GenericExecuteSpec statement(DatabaseClient database) {
            GenericExecuteSpec statement = database.sql(sql);
            for (int i = 0; i < values.size(); i++) {
                statement = statement.bind(i, values.get(i));
            }
            return statement;
        }
    }

    /** Runs all parts in the transaction at hand; without any it does nothing. */
    public static Mono<Void> run(DatabaseClient database, Collection<Part> parts) {
        if (parts.isEmpty()) {
            return Mono.empty();
        }
        return new Part(sql(parts), values(parts)).statement(database).then();
    }

    /** The values of all parts, in the order of the statement's parameters. */
    public static List<Object> values(Collection<Part> parts) {
        return parts.stream().<Object>flatMap(part -> part.values().stream()).toList();
    }

    /** The parts as one statement: the same text for the same parts, so that it is prepared once. */
    public static String sql(Collection<Part> parts) {
        return TOGETHER.computeIfAbsent(
                parts.stream().map(Part::sql).toList(), texts -> together(texts, parts));
    }

    private static String together(List<String> texts, Collection<Part> parts) {
        StringBuilder all = new StringBuilder();
        int shift = 0;
        int place = 0;
        for (Part part : parts) {
            String text = shifted(texts.get(place), shift);
            shift += part.values().size();
            place++;
            if (place == texts.size()) {
                all.append(text);
            } else {
                all.append(place == 1 ? "WITH part_1" : ", part_" + place)
                        .append(" AS (\n")
                        .append(text)
                        .append(")\n");
            }
        }
        return all.toString();
    }

    private static String shifted(String sql, int shift) {
        return PARAMETER
                .matcher(sql)
                .replaceAll(found -> "\\$" + (Integer.parseInt(found.group(1)) + shift));
    }
}
