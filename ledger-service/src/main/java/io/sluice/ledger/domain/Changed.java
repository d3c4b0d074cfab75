package io.sluice.ledger.domain;

import java.util.List;

/**
 * A row to write.
 *
 * @param isNew not in the database yet
 */
public record Changed<T>(T value, boolean isNew) {

    /** Those that are not in the database yet. */
    public static <T> List<T> news(List<Changed<T>> rows) {
        return rows.stream().filter(Changed::isNew).map(Changed::value).toList();
    }

    /** Those that are in the database. */
    public static <T> List<T> known(List<Changed<T>> rows) {
        return rows.stream().filter(row -> !row.isNew()).map(Changed::value).toList();
    }
}
