package io.sluice.withdrawal.adapter.http;

import io.sluice.withdrawal.domain.Application;
import io.sluice.withdrawal.domain.PartnerEventType;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An application's settings as operators read and change them. */
final class ApplicationBody {

    /** Kosovo has IBANs and no code of ISO 3166 yet. */
    private static final Set<String> COUNTRIES =
            Stream.concat(Stream.of(Locale.getISOCountries()), Stream.of("XK"))
                    .collect(Collectors.toUnmodifiableSet());

    private static final List<String> EVENT_TYPES =
            Stream.of(PartnerEventType.values()).map(PartnerEventType::text).toList();

    private final JsonMapper json;
    private final Set<String> gateways;
    private final Predicate<String> webhookUrl;

    /**
     * @param gateways those that there are
     * @param webhookUrl whether an address may be sent webhooks
     */
    ApplicationBody(JsonMapper json, Collection<String> gateways, Predicate<String> webhookUrl) {
        this.json = json;
        this.gateways = Set.copyOf(gateways);
        this.webhookUrl = webhookUrl;
    }

    ObjectNode write(Application application) {
        Application.Limits limits = application.limits();
        ObjectNode body =
                json.createObjectNode()
                        .put("applicationKey", application.applicationKey())
                        .put("merchantId", application.merchantId())
                        .put("balanceModel", application.balanceModel().name())
                        .put("processing", application.processing().name())
                        .put("separateTraceId", application.separateTraceId())
                        .put("defaultGateway", application.defaultGateway());
        list(body, "route", application.route());
        list(body, "currencies", application.currencies().stream().sorted().toList());
        list(body, "countries", application.countries().stream().sorted().toList());
        body.put("minAmount", text(limits.minAmount()))
                .put("maxAmount", text(limits.maxAmount()))
                .put("dailyLimitPerUser", text(limits.dailyPerUser()))
                .put("reviewThreshold", text(limits.reviewThreshold()))
                .put("reviewExpirySeconds", application.reviewExpiry().toSeconds())
                .put(
                        "reserveExpirySeconds",
                        application.reserveExpiry() == null
                                ? null
                                : Long.valueOf(application.reserveExpiry().toSeconds()))
                .put("ratePerMinute", application.ratePerMinute());
        list(body, "allowedAddresses", application.allowedAddresses());
        body.put("notificationStyle", application.notificationStyle().name())
                .put("webhookUrl", application.endpoint().url())
                .put("webhookDisabled", application.endpoint().disabled())
                .put("orderedDelivery", application.endpoint().ordered());
        list(
                body,
                "eventTypes",
                application.endpoint().eventTypes().stream()
                        .sorted()
                        .map(PartnerEventType::text)
                        .toList());
        return body;
    }

    private static void list(ObjectNode body, String field, Collection<String> values) {
        var list = body.putArray(field);
        values.forEach(list::add);
    }

    private static @Nullable String text(@Nullable Long amount) {
        return amount == null ? null : Long.toString(amount);
    }

    /** Column to value, of what the body names. */
    Checked<Map<String, @Nullable Object>> read(ObjectNode body) {
        SettingsReader settings = new SettingsReader(body);
        settings.oneOf("balanceModel", List.of("PRE_RESERVE", "FINAL_DEBIT"));
        settings.oneOf("processing", List.of("AUTOMATIC", "MANAGED"));
        settings.oneOf("notificationStyle", List.of("PIENTEGRA", "PRAXIS"));
        settings.flag("separateTraceId");
        settings.flag("orderedDelivery");
        settings.optional("defaultGateway", gateways::contains, "one of " + gateways);
        settings.optional(
                "webhookUrl",
                webhookUrl,
                "an https address that is not a private one, of at most 2048 characters");
        settings.texts("route", gateways::contains, "gateways of " + gateways);
        settings.texts("currencies", ApplicationBody::isCurrency, "ISO 4217 codes");
        settings.texts("countries", COUNTRIES::contains, "ISO 3166-1 alpha-2 codes");
        settings.texts("allowedAddresses", Addresses::isNetwork, "CIDR networks");
        settings.texts("eventTypes", EVENT_TYPES::contains, "event types of " + EVENT_TYPES);
        settings.amount("minAmount");
        settings.amount("maxAmount");
        settings.amount("dailyLimitPerUser");
        settings.amount("reviewThreshold");
        settings.number("reviewExpirySeconds", false);
        settings.number("reserveExpirySeconds", true);
        settings.number("ratePerMinute", true);
        return settings.result();
    }

    private static boolean isCurrency(String code) {
        try {
            return Currency.getInstance(code).getDefaultFractionDigits() >= 0;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
