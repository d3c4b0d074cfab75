package io.sluice.withdrawal.adapter.webhook;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.timeout.ReadTimeoutException;

import org.jspecify.annotations.Nullable;

import reactor.netty.http.client.PrematureCloseException;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

/** Says why there was no answer, in words that tell a partner nothing of our network. */
final class FailureText {

    private FailureText() {}

    static String of(Throwable failure, Duration timeout) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String known = known(cause, timeout);
            if (known != null) {
                return known;
            }
        }
        return "answer: none (" + failure.getClass().getSimpleName() + ")";
    }

    private static @Nullable String known(Throwable cause, Duration timeout) {
        return switch (cause) {
            case DialGuard.AddressRefused refused -> refused.getMessage();
            case UnknownHostException _ -> "host: not found";
            case ConnectTimeoutException _ -> "connection: none (expected: within 5 s)";
            case ConnectException _ -> "connection: refused";
            case SSLException _ -> "tls: handshake failed (expected: a valid certificate)";
            case ReadTimeoutException _, TimeoutException _ ->
                    "answer: none (expected: within " + timeout.toSeconds() + " s)";
            case PrematureCloseException _ -> "answer: none (connection closed)";
            default -> null;
        };
    }
}
