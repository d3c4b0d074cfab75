package io.sluice.verification.simulation;

import io.sluice.ingest.application.Callbacks;
import io.sluice.ingest.application.Callbacks.Arrival;
import io.sluice.ingest.application.Receipt;
import io.sluice.ingest.domain.Link;
import io.sluice.ingest.domain.ProviderReference;
import io.sluice.ingest.domain.Reading;
import io.sluice.verification.simulation.service.Seams;

import reactor.core.publisher.Mono;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Bugs in how callbacks are kept. */
final class IngestBugs {

    private IngestBugs() {}

    static final class DropsEarlyCallbacks extends Seams {

        private final Set<ProviderReference> linked = new HashSet<>();

        @Override
        public Callbacks callbacks(Callbacks real) {
            Callbacks noting =
                    Instead.of(Callbacks.class, real, "link", words -> link(real, words));
            return Instead.of(Callbacks.class, noting, "keep", words -> keep(real, words));
        }

        @SuppressWarnings("unchecked")
        private Mono<Void> link(Callbacks real, Object[] words) {
            Map<ProviderReference, Link> links = (Map<ProviderReference, Link>) words[0];
            linked.addAll(links.keySet());
            return real.link(links);
        }

        @SuppressWarnings("unchecked")
        private Mono<List<Receipt>> keep(Callbacks real, Object[] words) {
            List<Arrival> arrivals = (List<Arrival>) words[0];
            boolean early =
                    arrivals.stream()
                            .map(Arrival::callback)
                            .filter(callback -> callback.reading() instanceof Reading.Reported)
                            .anyMatch(c -> !linked.contains(c.reference().orElseThrow()));
            return early
                    ? Mono.just(arrivals.stream().map(_ -> Receipt.PARKED).toList())
                    : real.keep(arrivals);
        }
    }
}
