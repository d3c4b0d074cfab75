package io.sluice.withdrawal.domain;

/** Why an operation is not even put to the ledger, in order of precedence. */
public enum OperationRefusal {
    NOT_FOUND("withdrawal_request_id: not found"),
    OTHER_APPLICATION("withdrawal_request_id: of another application"),
    /** Before the withdrawal's state: it means that an earlier call arrived. */
    ORDER_ID_NOT_UNIQUE("order_id not unique"),
    ALREADY_CANCELLED("withdrawal request: already cancelled"),
    ALREADY_PROCESSED("withdrawal request: already processed"),
    UNDER_REVIEW("withdrawal request: under review (expected: approved by two operators)"),
    SPLIT_NOT_ALLOWED("split: not for this application (expected: separate trace ids on)"),
    CURRENCY_MISMATCH("currency: not the withdrawal's"),
    GATEWAY_REQUIRED("gateway: missing (expected: one of the application's gateways)"),
    GATEWAY_UNKNOWN("gateway: unknown (expected: one of the application's gateways)");

    private final String description;

    OperationRefusal(String description) {
        this.description = description;
    }

    public String description() {
        return description;
    }
}
