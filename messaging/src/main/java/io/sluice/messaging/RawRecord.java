package io.sluice.messaging;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** A record as it was read. */
public record RawRecord(
        Origin origin, @Nullable String key, Map<String, String> headers, byte[] payload) {

    /** The withdrawal, as far as the record tells; else its key; else nothing to park by. */
    public @Nullable String subject() {
        String subject = headers.get("ce_subject");
        return subject != null ? subject : key;
    }
}
