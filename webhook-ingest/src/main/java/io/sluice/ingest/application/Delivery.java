package io.sluice.ingest.application;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A callback as it came: headers by lower-case name, and the body's own bytes, never re-made. */
public final class Delivery {

    private final Map<String, List<String>> headers;
    private final byte[] body;

    public Delivery(Map<String, List<String>> headers, byte[] body) {
        Map<String, List<String>> byName = new TreeMap<>();
        headers.forEach(
                (name, values) -> byName.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        this.headers = Map.copyOf(byName);
        this.body = body.clone();
    }

    /** All values of a header; empty when it is absent. */
    public List<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    public Map<String, List<String>> headers() {
        return headers;
    }

    public byte[] body() {
        return body.clone();
    }

    public int length() {
        return body.length;
    }
}
