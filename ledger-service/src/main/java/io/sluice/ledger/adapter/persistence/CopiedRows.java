package io.sluice.ledger.adapter.persistence;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Wrapped;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * New rows in COPY's binary format: PostgreSQL parses nothing and writes whole pages, which is a
 * third cheaper than the fastest INSERT. Constraints hold as ever.
 */
final class CopiedRows {

    private static final byte[] SIGNATURE = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
    };
    private static final int TYPICAL_ROW_BYTES = 256;
    private static final int NULL = -1;
    private static final int END = -1;
    private static final long MICROS_A_SECOND = 1_000_000L;
    private static final int NANOS_A_MICRO = 1_000;

    /** PostgreSQL counts from 2000. */
    private static final long EPOCH_SECOND = 946_684_800L;

    private static final long EPOCH_DAY = EPOCH_SECOND / Duration.ofDays(1).toSeconds();

    private final ByteBuf out;

    private CopiedRows(ByteBuf out) {
        this.out = out;
    }

    /**
     * Appends rows.
     *
     * @param table with its columns, {@code t (a, b)}
     * @param columns how many
     * @param write writes every column of a row, in order
     */
    static <T> Mono<Long> into(
            Connection connection,
            String table,
            int columns,
            Collection<T> rows,
            BiConsumer<CopiedRows, T> write) {
        if (rows.isEmpty()) {
            return Mono.just(0L);
        }
        return Mono.defer(
                () ->
                        postgres(connection)
                                .copyIn("COPY " + table + " FROM STDIN (FORMAT binary)")
                                .from(encoded(columns, rows, write))
                                .build());
    }

    private static PostgresqlConnection postgres(Connection connection) {
        return connection instanceof Wrapped<?> pooled
                ? Objects.requireNonNull(pooled.unwrap(PostgresqlConnection.class))
                : (PostgresqlConnection) connection;
    }

    private static <T> ByteBuf encoded(
            int columns, Collection<T> rows, BiConsumer<CopiedRows, T> write) {
        ByteBuf out = Unpooled.buffer(rows.size() * TYPICAL_ROW_BYTES);
        out.writeBytes(SIGNATURE).writeInt(0).writeInt(0);
        CopiedRows copied = new CopiedRows(out);
        for (T row : rows) {
            out.writeShort(columns);
            write.accept(copied, row);
        }
        return out.writeShort(END);
    }

    CopiedRows smallint(int value) {
        out.writeInt(Short.BYTES).writeShort(value);
        return this;
    }

    CopiedRows integer(@Nullable Integer value) {
        if (value == null) {
            return nothing();
        }
        out.writeInt(Integer.BYTES).writeInt(value);
        return this;
    }

    CopiedRows bigint(long value) {
        out.writeInt(Long.BYTES).writeLong(value);
        return this;
    }

    CopiedRows uuid(@Nullable UUID value) {
        if (value == null) {
            return nothing();
        }
        out.writeInt(2 * Long.BYTES)
                .writeLong(value.getMostSignificantBits())
                .writeLong(value.getLeastSignificantBits());
        return this;
    }

    CopiedRows text(@Nullable String value) {
        if (value == null) {
            return nothing();
        }
        out.writeInt(ByteBufUtil.utf8Bytes(value));
        ByteBufUtil.writeUtf8(out, value);
        return this;
    }

    /** JSON with the format's version before it. */
    CopiedRows jsonb(@Nullable String value) {
        if (value == null) {
            return nothing();
        }
        out.writeInt(1 + ByteBufUtil.utf8Bytes(value)).writeByte(1);
        ByteBufUtil.writeUtf8(out, value);
        return this;
    }

    /** To the microsecond. */
    CopiedRows time(@Nullable Instant value) {
        return value == null ? nothing() : bigint(micros(value));
    }

    /**
     * @throws ArithmeticException when it does not fit: a time that wraps would be a wrong one
     */
    private static long micros(Instant time) {
        long seconds = Math.multiplyExact(time.getEpochSecond() - EPOCH_SECOND, MICROS_A_SECOND);
        return Math.addExact(seconds, time.getNano() / NANOS_A_MICRO);
    }

    CopiedRows date(LocalDate value) {
        return integer(Math.toIntExact(value.toEpochDay() - EPOCH_DAY));
    }

    private CopiedRows nothing() {
        out.writeInt(NULL);
        return this;
    }
}
