package io.sluice.ledger.adapter.http;

import io.sluice.ledger.application.Reconcile;
import io.sluice.ledger.application.Reconcile.Reconciled;
import io.sluice.ledger.application.Statements.Day;
import io.sluice.ledger.application.Statements.Taken;
import io.sluice.ledger.domain.Break;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The providers' statements, and where our books differ from them. */
final class StatementHandler {

    /** Some 150,000 lines. */
    private static final int LARGEST_BYTES = 16 * 1024 * 1024;

    private static final Pattern PROVIDER = Pattern.compile("[a-z0-9-]{1,40}");

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private final Reconcile reconcile;

    StatementHandler(Reconcile reconcile) {
        this.reconcile = reconcile;
    }

    Mono<ServerResponse> take(ServerRequest request) {
        Day day = day(request.pathVariable("provider"), request.pathVariable("date"));
        return DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()), LARGEST_BYTES)
                .onErrorMap(
                        DataBufferLimitException.class,
                        _ -> new BadRequest("body", "at most " + LARGEST_BYTES + " bytes"))
                .map(StatementHandler::bytes)
                .defaultIfEmpty(new byte[0])
                .publishOn(Schedulers.parallel())
                .map(StatementText::read)
                .flatMap(lines -> reconcile.take(day, OperatorTokens.name(request), lines))
                .flatMap(taken -> ok(view(taken)));
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    Mono<ServerResponse> reconcile(ServerRequest request) {
        Day day =
                day(
                        request.queryParam("provider").orElse(""),
                        request.queryParam("date").orElse(""));
        return reconcile.day(day).flatMap(compared -> ok(view(compared)));
    }

    private static Day day(String provider, String date) {
        if (!PROVIDER.matcher(provider).matches()) {
            throw new BadRequest("provider", "a provider's name such as pientegra");
        }
        try {
            if (DATE.matcher(date).matches()) {
                return new Day(provider, LocalDate.parse(date));
            }
        } catch (DateTimeException _) {
            // said below
        }
        throw new BadRequest("date", "a day such as 2026-04-28");
    }

    private static Map<String, Object> view(Taken taken) {
        return Map.of(
                "lines", taken.lines(),
                "takenAt", taken.takenAt().toString());
    }

    private static Map<String, @Nullable Object> view(Reconciled compared) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("statement", compared.statement() == null ? null : view(compared.statement()));
        view.put("breaks", compared.breaks().stream().map(StatementHandler::view).toList());
        return view;
    }

    private static Map<String, @Nullable Object> view(Break found) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("kind", found.kind().name().toLowerCase(Locale.ROOT));
        view.put("payoutId", found.payoutId() == null ? null : found.payoutId().toString());
        view.put("reference", found.reference());
        view.put("expected", found.expected());
        view.put("found", found.found());
        view.put("age", found.age().toString());
        return view;
    }

    private static Mono<ServerResponse> ok(Map<String, ?> body) {
        return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(body);
    }
}
