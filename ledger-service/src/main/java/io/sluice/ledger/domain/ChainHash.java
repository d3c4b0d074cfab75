package io.sluice.ledger.domain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** SHA-256 over the previous hash and a batch's transfers, every column of each. */
public final class ChainHash {

    private static final int TRANSFER_BYTES = 256;
    private static final UUID NONE = new UUID(0, 0);
    private static final long MICROS = 1_000_000L;

    private final MessageDigest digest;
    private final ByteBuffer buffer = ByteBuffer.allocate(TRANSFER_BYTES);

    private ChainHash(String previous) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        digest.update(HexFormat.of().parseHex(previous));
    }

    /** The hex hash that seals these transfers behind {@code previous}. */
    public static String over(String previous, List<PostedTransfer> transfers) {
        ChainHash hash = new ChainHash(previous);
        transfers.forEach(hash::add);
        return HexFormat.of().formatHex(hash.digest.digest());
    }

    private void add(PostedTransfer transfer) {
        buffer.clear();
        buffer.putInt(transfer.partition());
        buffer.putLong(transfer.position());
        put(transfer.id().value());
        put(transfer.kind().name());
        put(transfer.debit().value());
        put(transfer.credit().value());
        buffer.putLong(transfer.amount().minorUnits());
        put(transfer.amount().currency().getCurrencyCode());
        buffer.putLong(transfer.debitBalance());
        buffer.putLong(transfer.creditBalance());
        put(transfer.withdrawalId() == null ? NONE : transfer.withdrawalId().value());
        put(transfer.payoutId() == null ? NONE : transfer.payoutId().value());
        put(transfer.linkedTo() == null ? NONE : transfer.linkedTo().value());
        put(transfer.eventAt());
        put(transfer.bookedAt());
        digest.update(buffer.flip());
    }

    private void put(UUID id) {
        buffer.putLong(id.getMostSignificantBits());
        buffer.putLong(id.getLeastSignificantBits());
    }

    private void put(String code) {
        byte[] bytes = code.getBytes(StandardCharsets.US_ASCII);
        buffer.put((byte) bytes.length);
        buffer.put(bytes);
    }

    private void put(Instant at) {
        buffer.putLong(at.getEpochSecond() * MICROS + at.getNano() / 1_000);
    }
}
