package io.sluice.ingest.application;

import java.util.Map;

/** The HTTP answer a provider expects. */
public record Answer(int status, Map<String, String> headers, String body) {

    public Answer {
        headers = Map.copyOf(headers);
    }
}
