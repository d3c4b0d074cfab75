package io.sluice.gateway.application;

import io.sluice.gateway.domain.ProviderName;
import io.sluice.gateway.domain.StatementLine;

import reactor.core.publisher.Mono;

import java.time.LocalDate;
import java.util.List;

/** The ledger's side of reconciliation. */
public interface StatementBook {

    /** Takes a statement in, whole, in the place of an earlier one of the day; an error: it did not. */
    Mono<Void> put(ProviderName provider, LocalDate day, List<StatementLine> lines);
}
