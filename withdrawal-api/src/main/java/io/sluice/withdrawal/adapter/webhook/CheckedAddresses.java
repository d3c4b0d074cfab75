package io.sluice.withdrawal.adapter.webhook;

import io.sluice.withdrawal.application.WebhookAddresses;

import java.net.URI;
import java.util.Locale;

/** https to public addresses; in local runs http and private ones too. */
record CheckedAddresses(boolean allowsPrivate) implements WebhookAddresses {

    private static final int MAX_LENGTH = 2048;

    @Override
    public boolean isAllowed(String url) {
        if (url.length() > MAX_LENGTH) {
            return false;
        }
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException _) {
            return false;
        }
        if (uri.getScheme() == null || uri.getHost() == null || uri.getUserInfo() != null) {
            return false;
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (allowsPrivate) {
            return scheme.equals("https") || scheme.equals("http");
        }
        return scheme.equals("https")
                && !PublicAddresses.isRefusedLiteral(uri.getHost().toLowerCase(Locale.ROOT));
    }
}
