package io.sluice.ingest.adapter.provider.pientegra;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The parts of the signature header, in any order; schemes other than v1 are ignored.
 *
 * @param timestamp as written, since it is signed as written
 * @param signatures the v1 that are 32 bytes of lower-case hex, at least one
 */
record SignatureHeader(String timestamp, List<byte[]> signatures) {

    private static final int MAX_LENGTH = 1_024;
    private static final int MAX_PARTS = 8;
    private static final Pattern MILLIS = Pattern.compile("0|[1-9][0-9]{0,14}");
    private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{64}");

    SignatureHeader {
        signatures = List.copyOf(signatures);
    }

    /** Empty unless there is one timestamp and a signature. */
    static Optional<SignatureHeader> parse(String header) {
        if (header.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String[] parts = header.split(",", -1);
        if (parts.length > MAX_PARTS) {
            return Optional.empty();
        }
        @Nullable String timestamp = null;
        List<byte[]> signatures = new ArrayList<>();
        for (String part : parts) {
            if (part.startsWith("t=")) {
                if (timestamp != null) {
                    return Optional.empty();
                }
                timestamp = part.substring(2);
            } else if (part.startsWith("v1=") && SIGNATURE.matcher(part.substring(3)).matches()) {
                signatures.add(HexFormat.of().parseHex(part, 3, part.length()));
            }
        }
        return timestamp == null || !MILLIS.matcher(timestamp).matches() || signatures.isEmpty()
                ? Optional.empty()
                : Optional.of(new SignatureHeader(timestamp, signatures));
    }

    long millis() {
        return Long.parseLong(timestamp);
    }
}
