package io.sluice.ledger.adapter.http;

import io.sluice.contracts.Money;
import io.sluice.ledger.domain.StatementLine;
import io.sluice.ledger.domain.StatementLine.Word;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectReader;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;
import tools.jackson.dataformat.csv.CsvSchema;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A provider's statement as CSV with the columns {@code reference, status (PENDING, SENT, REJECTED,
 * RETURNED), amount, returnedAmount, currency, occurredAt}, in whatever order, others left aside.
 * Amounts in minor units; {@code returnedAmount} is cumulative, and all where a RETURNED line has
 * none.
 */
final class StatementText {

    private static final Pattern REFERENCE = Pattern.compile("[!-~][ -~]{0,199}");
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    /** Those that every statement has. */
    private static final List<String> COLUMNS =
            List.of("reference", "status", "amount", "currency", "occurredAt");

    private static final ObjectReader ROWS =
            CsvMapper.builder()
                    .enable(CsvReadFeature.TRIM_SPACES)
                    .enable(CsvReadFeature.SKIP_EMPTY_LINES)
                    .build()
                    .readerForMapOf(String.class)
                    .with(CsvSchema.emptySchema().withHeader());

    private StatementText() {}

    /**
     * Reads and checks a statement.
     *
     * @throws BadRequest naming the first line that is not as expected, without quoting it
     */
    static List<StatementLine> read(byte[] text) {
        if (text.length == 0) {
            throw new BadRequest("body", "CSV with a header");
        }
        List<StatementLine> lines = new ArrayList<>();
        Set<String> references = new HashSet<>();
        try (MappingIterator<Map<String, String>> rows = ROWS.readValues(text)) {
            boolean any = rows.hasNext();
            requireColumns(rows);
            while (any && rows.hasNext()) {
                StatementLine line = line(rows.next(), lines.size() + 1);
                if (!references.add(line.reference())) {
                    throw refused(lines.size() + 1, "reference", "each one once");
                }
                lines.add(line);
            }
        } catch (JacksonException _) {
            throw refused(lines.size() + 1, "text", "CSV with a header");
        }
        return lines;
    }

    /** Something else, an error page for one, is no statement without lines. */
    private static void requireColumns(MappingIterator<?> rows) {
        if (!(rows.parserSchema() instanceof CsvSchema header)
                || COLUMNS.stream().anyMatch(column -> header.column(column) == null)) {
            throw new BadRequest("header", "the columns " + String.join(", ", COLUMNS));
        }
    }

    private static StatementLine line(Map<String, String> row, int number) {
        String reference = row.getOrDefault("reference", "");
        if (!REFERENCE.matcher(reference).matches()) {
            throw refused(number, "reference", "1 to 200 printable characters");
        }
        Currency currency = Parameters.currencyOrNull(row.getOrDefault("currency", ""));
        if (currency == null) {
            throw refused(number, "currency", "an ISO 4217 code such as TRY");
        }
        Word word = word(row, number);
        long amount = number(row, "amount", number);
        long returned =
                row.getOrDefault("returnedAmount", "").isEmpty()
                        ? word == Word.RETURNED ? amount : 0
                        : number(row, "returnedAmount", number);
        try {
            return new StatementLine(
                    reference,
                    word,
                    new Money(amount, currency),
                    new Money(returned, currency),
                    time(row, number));
        } catch (IllegalArgumentException e) {
            throw refused(number, "amount", String.valueOf(e.getMessage()));
        }
    }

    private static Word word(Map<String, String> row, int number) {
        try {
            return Word.valueOf(row.getOrDefault("status", ""));
        } catch (IllegalArgumentException _) {
            throw refused(number, "status", "PENDING, SENT, REJECTED or RETURNED");
        }
    }

    private static long number(Map<String, String> row, String column, int number) {
        try {
            return Long.parseLong(row.getOrDefault(column, ""));
        } catch (NumberFormatException _) {
            throw refused(number, column, "a whole number of minor units");
        }
    }

    private static Instant time(Map<String, String> row, int number) {
        try {
            Instant time = Instant.parse(row.getOrDefault("occurredAt", ""));
            if (!time.isBefore(EARLIEST) && time.isBefore(LATEST)) {
                return time;
            }
        } catch (DateTimeException _) {
            // said below
        }
        throw refused(number, "occurredAt", "a time such as 2026-04-28T13:00:00Z");
    }

    private static BadRequest refused(int line, String column, String expected) {
        return new BadRequest("line " + line + ": " + column, expected);
    }
}
