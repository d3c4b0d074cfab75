package io.sluice.gateway.adapter.http;

import io.sluice.gateway.application.Gateways;
import io.sluice.gateway.application.Gateways.Manned;
import io.sluice.gateway.application.ProviderStatements;
import io.sluice.gateway.application.StatementText;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/** What providers state, for operators: whole, or a problem. */
final class StatementHandler {

    private static final Logger log = LoggerFactory.getLogger(StatementHandler.class);
    private static final MediaType CSV = MediaType.parseMediaType("text/csv;charset=UTF-8");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private final Gateways gateways;
    private final ProviderStatements statements;
    private final Clock clock;

    StatementHandler(Gateways gateways, ProviderStatements statements, Clock clock) {
        this.gateways = gateways;
        this.statements = statements;
        this.clock = clock;
    }

    Mono<ServerResponse> show(ServerRequest request) {
        LocalDate day = day(request.pathVariable("date"));
        if (day == null) {
            return Problems.of(
                    HttpStatus.BAD_REQUEST,
                    "validation_failed",
                    "date: (expected: a day such as 2026-04-28, today (UTC) or before)");
        }
        return gateways.named(request.pathVariable("provider"))
                .map(manned -> show(manned, day))
                .orElseGet(
                        () ->
                                Problems.of(
                                        HttpStatus.NOT_FOUND,
                                        "not_found",
                                        "provider: (expected: one of /operator/providers)"));
    }

    private Mono<ServerResponse> show(Manned manned, LocalDate day) {
        return statements
                .of(manned, day)
                .flatMap(
                        lines ->
                                ServerResponse.ok()
                                        .contentType(CSV)
                                        .bodyValue(StatementText.of(lines)))
                .onErrorResume(failure -> notStated(manned, day, failure));
    }

    private static Mono<ServerResponse> notStated(Manned manned, LocalDate day, Throwable failure) {
        log.warn("statement of {} for {}: {}", manned.gateway().name(), day, failure.toString());
        return Problems.of(
                HttpStatus.SERVICE_UNAVAILABLE,
                "not_stated",
                failure instanceof ProviderStatements.NotStated known
                        ? String.valueOf(known.getMessage())
                        : "the provider did not state the day in full");
    }

    private @Nullable LocalDate day(String text) {
        try {
            if (DATE.matcher(text).matches()) {
                LocalDate day = LocalDate.parse(text);
                return day.isAfter(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))
                        ? null
                        : day;
            }
        } catch (DateTimeException _) {
            // said by null
        }
        return null;
    }
}
