package io.sluice.ingest.adapter.http;

import io.sluice.ingest.application.Answer;
import io.sluice.ingest.application.CallbackProvider;
import io.sluice.ingest.application.CallbackProvider.Account;
import io.sluice.ingest.application.CallbackProvider.Answers;
import io.sluice.ingest.application.Delivery;
import io.sluice.ingest.application.ReceiveCallback;
import io.sluice.ingest.application.Verdict;
import io.sluice.ingest.domain.Reading;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * {@code POST /webhooks/{provider}/{account}}: who sends, how much, whose signature; and only then
 * what it says, and only then the database.
 */
final class WebhookHandler {

    private static final String UNKNOWN = "unknown";
    private static final byte[] EMPTY = {};

    private final Map<String, CallbackProvider> providers;
    private final ReceiveCallback receive;
    private final SourceAddresses addresses;
    private final SourceRates rates;
    private final ForgeryBrake brake;
    private final HttpLimits limits;
    private final CallbackMetrics metrics;
    private final CallbackLog log;
    private final Clock clock;

    WebhookHandler(
            Map<String, CallbackProvider> providers,
            ReceiveCallback receive,
            HttpLimits limits,
            SourceRates rates,
            ForgeryBrake brake,
            CallbackMetrics metrics,
            CallbackLog log,
            Clock clock) {
        this.providers = providers;
        this.receive = receive;
        this.addresses = new SourceAddresses(limits.trustedProxies());
        this.rates = rates;
        this.brake = brake;
        this.limits = limits;
        this.metrics = metrics;
        this.log = log;
        this.clock = clock;
    }

    Mono<ServerResponse> handle(ServerRequest request) {
        InetAddress source = addresses.of(request);
        CallbackProvider provider = providers.get(request.pathVariable("provider"));
        String account = request.pathVariable("account");
        Optional<Account> known = provider == null ? Optional.empty() : provider.account(account);
        Sender sender = new Sender(provider == null ? UNKNOWN : provider.name(), account, source);
        if (provider == null || known.isEmpty()) {
            return refuse(sender, Refusal.ACCOUNT_UNKNOWN, "no such provider and account");
        }
        if (!provider.admits(source)) {
            return refuse(sender, Refusal.SOURCE_REFUSED, "source address: not on the list");
        }
        if (!rates.admit(source)) {
            return refuse(sender, Refusal.RATE_EXCEEDED, "too many callbacks from this source");
        }
        long announced = request.headers().contentLength().orElse(0);
        if (announced > limits.maxBodyBytes()) {
            BodyFault fault = new BodyFault(Refusal.BODY_TOO_LARGE);
            return refuse(sender, fault.refusal, fault.detail(limits));
        }
        return body(request)
                .flatMap(bytes -> judge(sender, known.get(), new Delivery(headers(request), bytes)))
                .onErrorResume(
                        BodyFault.class,
                        fault -> refuse(sender, fault.refusal, fault.detail(limits)));
    }

    private Mono<ServerResponse> judge(Sender sender, Account account, Delivery delivery) {
        return switch (account.judge(delivery, clock.instant())) {
            case Verdict.Forged(var reason) -> {
                metrics.forged(sender.provider, reason);
                log.refused(sender.provider, sender.source, delivery.length(), reason);
                yield brake.refusal(sender.source, "signature: missing, stale or wrong");
            }
            case Verdict.Unreadable(String problem) -> {
                metrics.refused(sender.provider, Refusal.UNREADABLE);
                log.refused(sender.provider, sender.source, delivery.length(), Refusal.UNREADABLE);
                yield Problems.of(Refusal.UNREADABLE, problem);
            }
            case Verdict.Genuine(var reading, var answers) ->
                    keep(sender, reading, answers, delivery);
        };
    }

    private Mono<ServerResponse> keep(
            Sender sender, Reading reading, Answers answers, Delivery delivery) {
        long started = System.nanoTime();
        return receive.receive(sender.provider, sender.account, reading, delivery)
                .map(
                        receipt -> {
                            Duration took = Duration.ofNanos(System.nanoTime() - started);
                            metrics.kept(sender.provider, receipt, took);
                            return answers.kept(clock.instant());
                        })
                .onErrorResume(
                        failure -> {
                            metrics.notKept(sender.provider);
                            log.notKept(sender.provider, failure);
                            return Mono.just(answers.notKept(clock.instant()));
                        })
                .flatMap(WebhookHandler::respond);
    }

    private static Mono<ServerResponse> respond(Answer answer) {
        ServerResponse.BodyBuilder response = ServerResponse.status(answer.status());
        answer.headers().forEach(response::header);
        return answer.body().isEmpty() ? response.build() : response.bodyValue(answer.body());
    }

    /** The body's bytes, cut off at the limits; every error is a BodyFault. */
    private Mono<byte[]> body(ServerRequest request) {
        return DataBufferUtils.join(
                        request.body(BodyExtractors.toDataBuffers()), limits.maxBodyBytes())
                .map(WebhookHandler::bytes)
                .defaultIfEmpty(EMPTY)
                .timeout(limits.bodyPatience())
                .onErrorMap(WebhookHandler::fault);
    }

    private static BodyFault fault(Throwable failure) {
        return switch (failure) {
            case DataBufferLimitException _ -> new BodyFault(Refusal.BODY_TOO_LARGE);
            case TimeoutException _ -> new BodyFault(Refusal.BODY_TOO_SLOW);
            default -> new BodyFault(Refusal.BODY_BROKEN_OFF);
        };
    }

    private static byte[] bytes(DataBuffer buffer) {
        try {
            byte[] bytes = new byte[buffer.readableByteCount()];
            buffer.read(bytes);
            return bytes;
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    private Mono<ServerResponse> refuse(Sender sender, Refusal refusal, String detail) {
        metrics.refused(sender.provider, refusal);
        log.refused(sender.provider, sender.source, 0, refusal);
        return Problems.of(refusal, detail);
    }

    private static Map<String, List<String>> headers(ServerRequest request) {
        Map<String, List<String>> headers = new HashMap<>();
        request.headers().asHttpHeaders().forEach(headers::put);
        return headers;
    }

    private record Sender(String provider, String account, InetAddress source) {}

    private static final class BodyFault extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final Refusal refusal;

        BodyFault(Refusal refusal) {
            super(refusal.name(), null, false, false);
            this.refusal = refusal;
        }

        String detail(HttpLimits limits) {
            return "body: (expected: whole within "
                    + limits.bodyPatience().toSeconds()
                    + " s, at most "
                    + limits.maxBodyBytes()
                    + " bytes)";
        }
    }
}
