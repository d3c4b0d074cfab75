package io.sluice.ingest.application;

import io.sluice.ingest.application.Callbacks.Kept;
import io.sluice.ingest.application.Callbacks.Summary;
import io.sluice.ingest.domain.CallbackId;

import reactor.core.publisher.Mono;

import java.util.Map;
import java.util.Optional;

/**
 * Passes a kept callback on once more, read by today's rules. Its signature was good when it came
 * and is not looked at again: the secret may have been rotated since.
 */
public final class ReplayCallback {

    private final Callbacks callbacks;
    private final Map<String, CallbackProvider> providers;

    public ReplayCallback(Callbacks callbacks, Map<String, CallbackProvider> providers) {
        this.callbacks = callbacks;
        this.providers = Map.copyOf(providers);
    }

    /** Empty when there is no such callback; {@link NotReplayable} when it cannot be read. */
    public Mono<Summary> replay(CallbackId id) {
        return callbacks.find(id).flatMap(this::replay);
    }

    private Mono<Summary> replay(Kept kept) {
        Delivery delivery = kept.delivery();
        if (delivery == null) {
            return Mono.error(new NotReplayable("raw: discarded when its retention was over"));
        }
        Summary summary = kept.summary();
        Optional<CallbackProvider.Account> account =
                Optional.ofNullable(providers.get(summary.provider()))
                        .flatMap(provider -> provider.account(summary.account()));
        if (account.isEmpty()) {
            return Mono.error(
                    new NotReplayable(
                            "account: "
                                    + summary.account()
                                    + " (expected: one that is configured at "
                                    + summary.provider()
                                    + ")"));
        }
        try {
            return callbacks.replay(summary.id(), account.get().reread(delivery));
        } catch (UnreadableCallback unreadable) {
            return Mono.error(new NotReplayable(unreadable.problem()));
        }
    }

    /** The callback is there, but cannot be passed on; the message says why. */
    public static final class NotReplayable extends RuntimeException {

        private static final long serialVersionUID = 1;

        NotReplayable(String problem) {
            super(problem);
        }
    }
}
