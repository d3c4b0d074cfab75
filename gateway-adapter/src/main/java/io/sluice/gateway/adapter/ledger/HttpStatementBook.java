package io.sluice.gateway.adapter.ledger;

import io.sluice.gateway.application.StatementBook;
import io.sluice.gateway.application.StatementText;
import io.sluice.gateway.domain.ProviderName;
import io.sluice.gateway.domain.StatementLine;

import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/** {@code PUT /ledger/statements/{provider}/{date}}. */
final class HttpStatementBook implements StatementBook {

    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final MediaType CSV = MediaType.parseMediaType("text/csv;charset=UTF-8");

    private final WebClient ledger;

    HttpStatementBook(StatementSettings settings) {
        ledger =
                WebClient.builder()
                        .baseUrl(settings.ledger().toString())
                        .defaultHeaders(headers -> headers.setBearerAuth(settings.token()))
                        .build();
    }

    @Override
    public Mono<Void> put(ProviderName provider, LocalDate day, List<StatementLine> lines) {
        return ledger.put()
                .uri("/ledger/statements/{provider}/{date}", provider.value(), day)
                .contentType(CSV)
                .bodyValue(StatementText.of(lines))
                .retrieve()
                .toBodilessEntity()
                .timeout(LONGEST)
                .then();
    }
}
