package io.sluice.ledger.adapter.http;

import io.sluice.contracts.WalletKey;
import io.sluice.contracts.WithdrawalId;
import io.sluice.ledger.application.LedgerAudit;
import io.sluice.ledger.application.LedgerQuestions;
import io.sluice.ledger.application.LedgerQuestions.EntryRow;
import io.sluice.ledger.application.LedgerQuestions.TrialBalance;
import io.sluice.ledger.domain.AccountId;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What operators ask of the books. */
final class QuestionHandler {

    private static final int PAGE = 100;
    private static final int LARGEST_PAGE = 1_000;
    private static final MediaType CSV = MediaType.parseMediaType("text/csv;charset=UTF-8");

    private final LedgerQuestions questions;
    private final LedgerAudit audit;
    private final JsonMapper json;

    QuestionHandler(LedgerQuestions questions, LedgerAudit audit, JsonMapper json) {
        this.questions = questions;
        this.audit = audit;
        this.json = json;
    }

    Mono<ServerResponse> wallet(ServerRequest request) {
        WalletKey wallet =
                new WalletKey(
                        request.pathVariable("merchantId"),
                        request.pathVariable("externalUserId"),
                        Parameters.currency(request));
        Instant at = Parameters.instant(request, "at");
        return questions
                .wallet(wallet, at)
                .flatMap(
                        balances ->
                                ok(
                                        Map.of(
                                                "accountId",
                                                balances.accountId().toString(),
                                                "available",
                                                Long.toString(balances.available()),
                                                "reserved",
                                                Long.toString(balances.reserved()),
                                                "currency",
                                                wallet.currency().getCurrencyCode())));
    }

    /** A page of JSON with a link to the next one, or everything as CSV. */
    Mono<ServerResponse> accountEntries(ServerRequest request) {
        AccountId account = new AccountId(Parameters.uuid(request, "accountId"));
        if (isCsvAsked(request)) {
            return csv(questions.allAccountEntries(account));
        }
        int limit = Parameters.limit(request, PAGE, LARGEST_PAGE);
        Long before = Parameters.number(request, "cursor", 1, Long.MAX_VALUE);
        return questions
                .accountEntries(account, before, limit)
                .collectList()
                .flatMap(rows -> page(request, rows, limit));
    }

    Mono<ServerResponse> withdrawalEntries(ServerRequest request) {
        UUID id = Parameters.uuid(request, "withdrawalId");
        if (id.version() != 7) {
            throw new BadRequest("withdrawalId", "a UUIDv7");
        }
        Flux<EntryRow> rows = questions.withdrawalEntries(new WithdrawalId(id));
        return isCsvAsked(request)
                ? csv(rows)
                : rows.map(EntryView::of).collectList().flatMap(QuestionHandler::ok);
    }

    Mono<ServerResponse> trialBalance(ServerRequest request) {
        return questions
                .trialBalance()
                .map(QuestionHandler::trialBalance)
                .collectList()
                .flatMap(QuestionHandler::ok);
    }

    private static Map<String, String> trialBalance(TrialBalance row) {
        return Map.of(
                "currency",
                row.currency(),
                "debits",
                row.debits().toString(),
                "credits",
                row.credits().toString(),
                "difference",
                row.debits().subtract(row.credits()).toString());
    }

    Mono<ServerResponse> quarantine(ServerRequest request) {
        boolean unresolvedOnly = request.queryParam("resolved").map("false"::equals).orElse(false);
        int limit = Parameters.limit(request, PAGE, LARGEST_PAGE);
        return questions
                .quarantine(unresolvedOnly, limit)
                .map(row -> QuarantineView.of(row, json))
                .collectList()
                .flatMap(QuestionHandler::ok);
    }

    /** Reads the whole chain: takes a while on a large ledger. */
    Mono<ServerResponse> integrity(ServerRequest request) {
        return audit.verify().flatMap(QuestionHandler::ok);
    }

    private static Mono<ServerResponse> page(
            ServerRequest request, List<EntryRow> rows, int limit) {
        ServerResponse.BodyBuilder response =
                ServerResponse.ok().contentType(MediaType.APPLICATION_JSON);
        if (rows.size() == limit) {
            String next =
                    request.uriBuilder()
                            .replaceQueryParam("cursor", rows.getLast().position())
                            .replaceQueryParam("limit", limit)
                            .build()
                            .toString();
            response.header(HttpHeaders.LINK, "<" + next + ">; rel=\"next\"");
        }
        return response.bodyValue(rows.stream().map(EntryView::of).toList());
    }

    private static boolean isCsvAsked(ServerRequest request) {
        return request.headers().accept().stream().anyMatch(type -> type.equalsTypeAndSubtype(CSV));
    }

    private static Mono<ServerResponse> csv(Flux<EntryRow> rows) {
        Flux<String> lines = Flux.concat(Flux.just(EntryView.CSV_HEADER), rows.map(EntryView::csv));
        return ServerResponse.ok()
                .contentType(CSV)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"entries.csv\"")
                .body(lines, String.class);
    }

    private static Mono<ServerResponse> ok(Object body) {
        return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(body);
    }
}
