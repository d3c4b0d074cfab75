package io.sluice.messaging.outbox;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.util.Map;

/** A record's headers as they are kept in the outbox. */
final class Headers {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private Headers() {}

    static String write(Map<String, String> headers) {
        return JSON.writeValueAsString(headers);
    }

    static Map<String, String> read(String json) {
        return JSON.readValue(json, TEXTS);
    }
}
