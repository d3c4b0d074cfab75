package io.sluice.contracts;

/**
 * Where the money goes, sealed (AEAD) with a key that the API and the gateway alone hold. The
 * withdrawal id is the associated data: a ciphertext opens for its own withdrawal only.
 *
 * @param keyId which key sealed it, for rotation
 * @param ciphertext base64 of nonce and sealed JSON {@code {iban, holderName, userLabel?}}
 * @param country the IBAN's country, ISO 3166-1 alpha-2, in clear for routing
 */
public record EncryptedDestination(String keyId, String ciphertext, String country) {}
