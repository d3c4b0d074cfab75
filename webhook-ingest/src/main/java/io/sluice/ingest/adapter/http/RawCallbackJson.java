package io.sluice.ingest.adapter.http;

import io.sluice.ingest.application.Callbacks.Kept;
import io.sluice.ingest.application.Delivery;

import org.jspecify.annotations.Nullable;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A callback with what was received, for the eyes of an operator.
 *
 * @param headers null once what was received is discarded, as is the body
 * @param body base64: the bytes themselves, whatever they are
 */
record RawCallbackJson(
        OperatorHandler.CallbackJson callback,
        @Nullable Map<String, List<String>> headers,
        @Nullable String body) {

    static RawCallbackJson of(Kept kept) {
        OperatorHandler.CallbackJson callback = OperatorHandler.CallbackJson.of(kept.summary());
        Delivery delivery = kept.delivery();
        return delivery == null
                ? new RawCallbackJson(callback, null, null)
                : new RawCallbackJson(
                        callback,
                        new TreeMap<>(delivery.headers()),
                        Base64.getEncoder().encodeToString(delivery.body()));
    }
}
