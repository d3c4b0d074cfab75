package io.sluice.withdrawal.adapter.persistence;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;

/** Keys and secrets that nobody can guess: 256 random bits or more. */
final class FreshSecrets {

    private static final int BYTES = 32;
    private static final int WEBHOOK_BYTES = 33;
    private static final int LONGEST_SLUG = 20;

    private final SecureRandom random = new SecureRandom();

    /** In the form that Pientegra's partners know: {@code sk_live_<slug>_<random>}. */
    String apiKey(String applicationKey) {
        String slug = applicationKey.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return "sk_live_"
                + slug.substring(0, Math.min(LONGEST_SLUG, slug.length()))
                + "_"
                + url(BYTES);
    }

    String praxis() {
        return url(BYTES);
    }

    /** 33 bytes, so that it needs no padding; and the same in both base64 alphabets. */
    String webhook() {
        byte[] bytes = new byte[WEBHOOK_BYTES];
        String encoded;
        do {
            random.nextBytes(bytes);
            encoded = Base64.getEncoder().encodeToString(bytes);
        } while (encoded.contains("+") || encoded.contains("/"));
        return "whsec_" + encoded;
    }

    private String url(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
