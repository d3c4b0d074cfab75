package io.sluice.ingest.adapter.provider.pientegra;

import io.sluice.ingest.application.AddressRange;
import io.sluice.ingest.application.Answer;
import io.sluice.ingest.application.CallbackProvider;
import io.sluice.ingest.application.Delivery;
import io.sluice.ingest.application.Forgery;
import io.sluice.ingest.application.UnreadableCallback;
import io.sluice.ingest.application.Verdict;
import io.sluice.ingest.domain.Reading;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Pientegra's callbacks; an account is one of our sites there. */
final class PientegraCallbacks implements CallbackProvider {

    private static final Map<String, String> JSON =
            Map.of("Content-Type", "application/json; charset=utf-8");
    private static final Answer KEPT = new Answer(200, JSON, "{\"received\":true}");
    private static final Answer NOT_KEPT = new Answer(503, Map.of("Retry-After", "5"), "");

    private final Map<String, Site> sites;
    private final List<AddressRange> sources;

    PientegraCallbacks(PientegraSettings settings) {
        this.sites =
                settings.sites().entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey,
                                        site ->
                                                new Site(
                                                        new PientegraSignature(
                                                                site.getValue().secrets(),
                                                                settings.tolerance()))));
        this.sources = settings.sources().stream().map(AddressRange::of).toList();
    }

    @Override
    public String name() {
        return "pientegra";
    }

    @Override
    public boolean admits(InetAddress source) {
        return sources.isEmpty() || sources.stream().anyMatch(range -> range.contains(source));
    }

    @Override
    public Optional<Account> account(String name) {
        return Optional.ofNullable(sites.get(name));
    }

    private record Site(PientegraSignature signature) implements Account {

        @Override
        public Verdict judge(Delivery delivery, Instant now) {
            Optional<Forgery> fault = signature.fault(delivery, now);
            if (fault.isPresent()) {
                return new Verdict.Forged(fault.get());
            }
            try {
                return new Verdict.Genuine(reread(delivery), PlainAnswers.INSTANCE);
            } catch (UnreadableCallback unreadable) {
                return new Verdict.Unreadable(unreadable.problem());
            }
        }

        @Override
        public Reading reread(Delivery delivery) {
            return PientegraBody.read(delivery.body());
        }
    }

    /** Any 2xx will do, and anything else has it sent again. */
    private enum PlainAnswers implements Answers {
        INSTANCE;

        @Override
        public Answer kept(Instant now) {
            return KEPT;
        }

        @Override
        public Answer notKept(Instant now) {
            return NOT_KEPT;
        }
    }
}
