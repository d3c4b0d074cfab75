package io.sluice.withdrawal.application;

import java.util.List;

/** Secrets that are shared with partners, those valid now, the newest first. */
public interface PartnerSecrets {

    /** With which an application's webhooks are signed; two while one replaces the other. */
    List<String> webhook(String applicationKey);

    /** With which a merchant's Praxis calls are signed. */
    List<String> praxis(String merchantId);
}
