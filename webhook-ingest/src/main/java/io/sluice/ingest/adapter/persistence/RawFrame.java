package io.sluice.ingest.adapter.persistence;

import io.sluice.ingest.application.Delivery;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Headers and body as one run of bytes: a version, the headers' names and values, the body. */
final class RawFrame {

    private static final int VERSION = 1;

    private RawFrame() {}

    static byte[] write(Delivery delivery) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeShort(delivery.headers().size());
            for (Map.Entry<String, List<String>> header : delivery.headers().entrySet()) {
                out.writeUTF(header.getKey());
                out.writeShort(header.getValue().size());
                for (String value : header.getValue()) {
                    out.writeUTF(value);
                }
            }
            out.write(delivery.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Delivery read(byte[] frame) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalStateException(
                        "raw callback: version " + version + " (expected: " + VERSION + ")");
            }
            Map<String, List<String>> headers = new LinkedHashMap<>();
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                headers.put(in.readUTF(), values(in));
            }
            return new Delivery(headers, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> values(DataInputStream in) throws IOException {
        List<String> values = new ArrayList<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            values.add(in.readUTF());
        }
        return values;
    }
}
