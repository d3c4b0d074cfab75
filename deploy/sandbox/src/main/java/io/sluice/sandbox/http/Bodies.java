package io.sluice.sandbox.http;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.server.ServerRequest;

import reactor.core.publisher.Mono;

/** Request bodies as the bytes that arrived, which is what signatures cover. */
public final class Bodies {

    /** Far above any document of either provider. */
    public static final int MAX_BYTES = 1 << 18;

    private Bodies() {}

    /** The raw body, empty array for none; fails with {@code DataBufferLimitException} above the limit. */
    public static Mono<byte[]> raw(ServerRequest request) {
        return DataBufferUtils.join(request.exchange().getRequest().getBody(), MAX_BYTES)
                .map(Bodies::drained)
                .defaultIfEmpty(new byte[0]);
    }

    private static byte[] drained(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
