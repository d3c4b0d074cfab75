package io.sluice.withdrawal.adapter.http;

import io.sluice.withdrawal.application.AgentTransactions;
import io.sluice.withdrawal.application.ManageWithdrawals;
import io.sluice.withdrawal.application.Operations;
import io.sluice.withdrawal.domain.Operation;
import io.sluice.withdrawal.domain.OperationRefusal;
import io.sluice.withdrawal.domain.Payout;
import io.sluice.withdrawal.domain.PayoutStatus;
import io.sluice.withdrawal.domain.Withdrawal;

import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Praxis' agent API. */
final class AgentCalls {

    private final AgentGate gate;
    private final ManageWithdrawals manageWithdrawals;
    private final Operations operations;
    private final AgentTransactions transactions;

    AgentCalls(
            AgentGate gate,
            ManageWithdrawals manageWithdrawals,
            Operations operations,
            AgentTransactions transactions) {
        this.gate = gate;
        this.manageWithdrawals = manageWithdrawals;
        this.operations = operations;
        this.transactions = transactions;
    }

    Mono<ServerResponse> manage(ServerRequest request) {
        return gate.call(request, List.of("intent", "withdrawal_request_id"), this::manage);
    }

    private Mono<AgentAnswer> manage(AgentCall call) {
        AgentFields fields = new AgentFields(call.body());
        String intent = fields.text("intent", 32);
        int number = fields.number("withdrawal_request_id");
        String gateway = fields.optionalText("gateway", 32);
        Operation operation =
                switch (intent) {
                    case "complete-withdrawal-request" -> new Operation.Complete(gateway);
                    case "cancel-withdrawal-request" -> {
                        if (gateway != null) {
                            fields.refuse("gateway: present (expected: null or absent on cancel)");
                        }
                        yield new Operation.Cancel();
                    }
                    default -> {
                        fields.refuse(
                                "intent: unknown (expected: complete-withdrawal-request or"
                                        + " cancel-withdrawal-request)");
                        yield new Operation.Cancel();
                    }
                };
        return fields.refusal()
                .map(refusal -> Mono.just(AgentAnswer.refused(refusal)))
                .orElseGet(() -> run(call, number, operation));
    }

    Mono<ServerResponse> split(ServerRequest request) {
        return gate.call(request, List.of("withdrawal_request_id"), this::split);
    }

    private Mono<AgentAnswer> split(AgentCall call) {
        AgentFields fields = new AgentFields(call.body());
        int number = fields.number("withdrawal_request_id");
        long amount = fields.amount("amount");
        Optional<Currency> currency = fields.currency("currency");
        String orderId = fields.text("order_id", 50);
        String gateway = fields.optionalText("gateway", 32);
        Optional<String> refusal = fields.refusal();
        if (refusal.isPresent() || currency.isEmpty()) {
            return Mono.just(AgentAnswer.refused(refusal.orElse("currency: unknown")));
        }
        return run(call, number, new Operation.Split(amount, currency.get(), orderId, gateway));
    }

    private Mono<AgentAnswer> run(AgentCall call, int number, Operation operation) {
        return manageWithdrawals
                .manage(call.application(), number, operation, call.hash(), call.traceparent())
                .map(
                        outcome ->
                                switch (outcome) {
                                    case ManageWithdrawals.Outcome.Refused(
                                                    OperationRefusal refusal) ->
                                            AgentAnswer.refused(refusal.description());
                                    case ManageWithdrawals.Outcome.Declined(String reason) ->
                                            AgentAnswer.refused(declined(reason));
                                    case ManageWithdrawals.Outcome.Ordered(
                                                    Withdrawal withdrawal,
                                                    Payout payout) ->
                                            AgentAnswer.ok(transactions.payout(withdrawal, payout));
                                    case ManageWithdrawals.Outcome.Cancelled(
                                                    Withdrawal withdrawal) ->
                                            AgentAnswer.ok(transactions.cancelled(withdrawal));
                                    case ManageWithdrawals.Outcome.Pending(Withdrawal withdrawal) ->
                                            AgentAnswer.ok(transactions.undecided(withdrawal));
                                });
    }

    private static String declined(String reason) {
        return switch (reason) {
            case "cancelled" -> OperationRefusal.ALREADY_CANCELLED.description();
            case "nothing_remains", "closed", "payout_authorized" ->
                    OperationRefusal.ALREADY_PROCESSED.description() + " (" + reason + ")";
            default -> "withdrawal request: " + reason;
        };
    }

    Mono<ServerResponse> findTransaction(ServerRequest request) {
        return gate.call(
                request,
                List.of("tid"),
                call -> {
                    AgentFields fields = new AgentFields(call.body());
                    int tid = fields.number("tid");
                    return fields.refusal()
                            .map(refusal -> Mono.just(AgentAnswer.refused(refusal)))
                            .orElseGet(
                                    () ->
                                            operations
                                                    .byTid(call.application().applicationKey(), tid)
                                                    .flatMap(
                                                            found ->
                                                                    shown(
                                                                            found,
                                                                            found.number() == tid,
                                                                            p -> p.tid() == tid))
                                                    .defaultIfEmpty(notFound()));
                });
    }

    Mono<ServerResponse> findOrder(ServerRequest request) {
        return gate.call(
                request,
                List.of("order_id"),
                call -> {
                    AgentFields fields = new AgentFields(call.body());
                    String order = fields.text("order_id", 50);
                    return fields.refusal()
                            .map(refusal -> Mono.just(AgentAnswer.refused(refusal)))
                            .orElseGet(
                                    () ->
                                            operations
                                                    .byOrder(
                                                            call.application().applicationKey(),
                                                            order)
                                                    .flatMap(
                                                            found ->
                                                                    shown(
                                                                            found,
                                                                            found.referenceNo()
                                                                                    .text()
                                                                                    .equals(order),
                                                                            p ->
                                                                                    order.equals(
                                                                                            p
                                                                                                    .orderId())))
                                                    .defaultIfEmpty(notFound()));
                });
    }

    private Mono<AgentAnswer> shown(
            Withdrawal withdrawal, boolean isRequest, Predicate<Payout> isChild) {
        if (isRequest) {
            return Mono.just(AgentAnswer.ok(transactions.request(withdrawal)));
        }
        return Mono.justOrEmpty(
                withdrawal.standing().payouts().stream()
                        .filter(isChild)
                        .filter(payout -> payout.status() != PayoutStatus.DECLINED)
                        .findFirst()
                        .map(payout -> AgentAnswer.ok(transactions.payout(withdrawal, payout))));
    }

    private static AgentAnswer notFound() {
        return AgentAnswer.refused("transaction: not found");
    }
}
