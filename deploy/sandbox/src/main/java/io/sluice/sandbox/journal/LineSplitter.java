package io.sluice.sandbox.journal;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Lines as bytes, each with the place where it begins. */
final class LineSplitter {

    private final InputStream in;
    private final byte[] chunk = new byte[1 << 16];
    private int from;
    private int to;
    private long read;
    private long begun;

    LineSplitter(InputStream in) {
        this.in = in;
    }

    /** Null at the end; what has no line feed at its end is no line. */
    byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        begun = read - (to - from);
        while (true) {
            for (int i = from; i < to; i++) {
                if (chunk[i] == '\n') {
                    line.write(chunk, from, i - from);
                    from = i + 1;
                    return line.toByteArray();
                }
            }
            line.write(chunk, from, to - from);
            from = 0;
            to = in.read(chunk);
            if (to < 0) {
                to = 0;
                return null;
            }
            read += to;
        }
    }

    /** Where the line that was given last begins. */
    long offset() {
        return begun;
    }
}
