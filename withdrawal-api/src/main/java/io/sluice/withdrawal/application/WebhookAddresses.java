package io.sluice.withdrawal.application;

/** Which addresses webhooks may be sent to. */
public interface WebhookAddresses {

    /** Checks what can be seen from the text alone; what it resolves to is checked when dialled. */
    boolean isAllowed(String url);
}
