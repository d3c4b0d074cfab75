package io.sluice.sandbox.http;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.util.Map;

/**
 * An answer whose bytes are known.
 *
 * @param afterwards if any, runs once the answer is out, or the client has gone without it
 */
public record JsonAnswer(
        int status, Map<String, String> extraHeaders, byte[] body, @Nullable Runnable afterwards)
        implements ServerResponse {

    public static JsonAnswer of(int status, byte[] body) {
        return new JsonAnswer(status, Map.of(), body, null);
    }

    public static JsonAnswer of(int status, Object body) {
        return of(status, Json.bytes(body));
    }

    public static JsonAnswer empty(int status) {
        return of(status, new byte[0]);
    }

    public JsonAnswer with(String header, String value) {
        return new JsonAnswer(status, Map.of(header, value), body, afterwards);
    }

    public JsonAnswer then(Runnable afterwards) {
        return new JsonAnswer(status, extraHeaders, body, afterwards);
    }

    @Override
    public HttpStatusCode statusCode() {
        return HttpStatusCode.valueOf(status);
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
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(statusCode());
        HttpHeaders headers = response.getHeaders();
        extraHeaders.forEach(headers::set);
        headers.setContentLength(body.length);
        Mono<Void> written;
        if (body.length == 0) {
            written = response.setComplete();
        } else {
            headers.setContentType(MediaType.APPLICATION_JSON);
            written = response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
        }
        return afterwards == null ? written : written.doFinally(_ -> afterwards.run());
    }
}
