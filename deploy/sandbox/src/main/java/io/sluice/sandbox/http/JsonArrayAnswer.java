package io.sluice.sandbox.http;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

import java.util.Iterator;

/** A JSON array of any length, written in chunks as fast as the client reads. */
public record JsonArrayAnswer(Iterator<byte[]> elements) implements ServerResponse {

    private static final int CHUNK_BYTES = 1 << 16;

    @Override
    public HttpStatusCode statusCode() {
        return HttpStatusCode.valueOf(200);
    }

    @Override
    public HttpHeaders headers() {
        return new HttpHeaders();
    }

    @Override
    public MultiValueMap<String, ResponseCookie> cookies() {
        return new LinkedMultiValueMap<>();
    }

    @Override
    public Mono<Void> writeTo(ServerWebExchange exchange, Context context) {
        var response = exchange.getResponse();
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        DataBufferFactory buffers = response.bufferFactory();
        return response.writeWith(
                Flux.generate(
                        () -> Place.START,
                        (Place place, SynchronousSink<DataBuffer> sink) ->
                                chunk(place, buffers, sink)));
    }

    private Place chunk(Place place, DataBufferFactory buffers, SynchronousSink<DataBuffer> sink) {
        if (place == Place.END) {
            sink.complete();
            return place;
        }
        DataBuffer chunk = buffers.allocateBuffer(CHUNK_BYTES);
        Place reached = place;
        if (reached == Place.START) {
            chunk.write((byte) '[');
        }
        while (elements.hasNext() && chunk.readableByteCount() < CHUNK_BYTES) {
            if (reached == Place.MIDDLE) {
                chunk.write((byte) ',');
            }
            chunk.write(elements.next());
            reached = Place.MIDDLE;
        }
        if (!elements.hasNext()) {
            chunk.write((byte) ']');
            reached = Place.END;
        }
        sink.next(chunk);
        return reached;
    }

    private enum Place {
        START,
        MIDDLE,
        END
    }
}
