package io.sluice.ledger.adapter.http;

import io.sluice.ledger.application.MoveFunds;
import io.sluice.ledger.domain.EntryKind;
import io.sluice.ledger.domain.WalletTransfer;

import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Map;

/** Credits and debits from outside. */
final class TransferHandler {

    private final MoveFunds moveFunds;
    private final JsonMapper json;

    TransferHandler(MoveFunds moveFunds, JsonMapper json) {
        this.moveFunds = moveFunds;
        this.json = json;
    }

    Mono<ServerResponse> credit(ServerRequest request) {
        return move(EntryKind.CREDIT, request);
    }

    Mono<ServerResponse> debit(ServerRequest request) {
        return move(EntryKind.DEBIT, request);
    }

    private Mono<ServerResponse> move(EntryKind kind, ServerRequest request) {
        return request.bodyToMono(byte[].class)
                .defaultIfEmpty(new byte[0])
                .map(body -> TransferRequest.read(json, body))
                .flatMap(
                        asked ->
                                moveFunds
                                        .move(
                                                kind,
                                                asked.wallet(),
                                                asked.amount(),
                                                asked.reference(),
                                                OperatorTokens.name(request))
                                        .flatMap(decided -> answer(kind, asked, decided)));
    }

    private static Mono<ServerResponse> answer(
            EntryKind kind, TransferRequest asked, WalletTransfer decided) {
        if (!decided.isOf(kind, asked.wallet(), asked.amount())) {
            return Problems.of(Problem.REFERENCE_REUSED);
        }
        if (decided.refusal() != null) {
            return Problems.of(refused(decided, decided.refusal()));
        }
        return ServerResponse.status(201)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(
                        Map.of(
                                "transferId",
                                decided.transferId().toString(),
                                "available",
                                Long.toString(decided.available())));
    }

    /** Refused once is refused: the same reference gets the same answer again. */
    private static Problem refused(WalletTransfer decided, String code) {
        return new Problem(
                422,
                code,
                "Refused",
                "amount: "
                        + decided.amount()
                        + " with "
                        + decided.available()
                        + " available (expected: an amount that fits; under a new reference)",
                List.of());
    }
}
