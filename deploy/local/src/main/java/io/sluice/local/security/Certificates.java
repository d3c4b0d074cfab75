package io.sluice.local.security;

import io.sluice.local.process.Home;
import io.sluice.local.process.PlainFailure;
import io.sluice.local.process.Programs;
import io.sluice.local.process.Readiness;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An authority of this installation alone, and a certificate for each part that listens: made once,
 * by the JDK's keytool, and written as PEM, which all parts read.
 *
 * @param folder may be read by its owner only
 */
public record Certificates(Path folder) {

    /** Protects nothing: the files' owner does. */
    private static final String STORE_PASSWORD = "changeit";

    private static final String AUTHORITY = "authority";
    private static final String STORE = "certificates.p12";
    private static final String TRUST = "trust.p12";
    private static final int LIMIT_SECONDS = 60;
    private static final String DAYS = "3650";
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Base64.Encoder PEM_LINES =
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    /** Whether this installation has certificates. */
    public boolean exist() {
        return Files.exists(folder);
    }

    /** Whom the parts trust. */
    public Path authority() {
        return folder.resolve(AUTHORITY + ".pem");
    }

    /** A part's certificate, followed by the authority's. */
    public Path certificate(String name) {
        return folder.resolve(name + ".pem");
    }

    public Path key(String name) {
        return folder.resolve(name + ".key");
    }

    /** Key and certificates in one file. */
    public Path identity(String name) {
        return folder.resolve(name + ".identity.pem");
    }

    /** Makes a JVM trust the authority, and no other. */
    public List<String> trustFlags() {
        return List.of(
                "-Djavax.net.ssl.trustStore=" + folder.resolve(TRUST),
                "-Djavax.net.ssl.trustStoreType=PKCS12",
                "-Djavax.net.ssl.trustStorePassword=" + STORE_PASSWORD);
    }

    /** A context that trusts the authority, and no other. */
    public SSLContext trust() {
        try {
            TrustManagerFactory trusted =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(load(folder.resolve(TRUST)));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trusted.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new PlainFailure("cannot read " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Made in a draft folder first, so that half-made ones are never used. */
    void create(Home home, List<String> names) {
        Path draft = folder.resolveSibling(folder.getFileName() + ".draft");
        Home.delete(draft);
        try {
            Files.createDirectory(draft, OWNERS_FOLDER);
            Certificates made = new Certificates(draft);
            made.generate(home, names);
            made.write(names);
            Files.move(draft, folder);
        } catch (GeneralSecurityException | IOException e) {
            throw new PlainFailure("cannot write " + draft + ": " + e.getMessage(), e);
        }
    }

    private void generate(Home home, List<String> names) {
        keytool(
                home,
                AUTHORITY,
                "CN=Sluice authority of " + home.data(),
                List.of("-ext", "bc:critical=ca:true", "-ext", "ku:critical=keyCertSign,cRLSign"));
        for (String name : names) {
            List<String> signed =
                    List.of(
                            "-signer",
                            AUTHORITY,
                            "-ext",
                            "san=dns:localhost,ip:127.0.0.1",
                            "-ext",
                            "eku=serverAuth,clientAuth");
            keytool(home, name, "CN=" + name, signed);
        }
    }

    private void keytool(Home home, String alias, String owner, List<String> more) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(Programs.java()).resolveSibling("keytool").toString());
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-genkeypair", "-alias", alias));
        command.addAll(List.of("-dname", owner.replace(",", "\\,"), "-validity", DAYS));
        command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
        command.addAll(List.of("-keystore", STORE, "-storepass", STORE_PASSWORD));
        command.addAll(more);
        Path log = home.log("certificates");
        if (Programs.run(command, folder, log, LIMIT_SECONDS) != 0) {
            throw new PlainFailure(
                    "keytool makes no certificate for " + alias + Readiness.lastWords(log));
        }
    }

    private void write(List<String> names) throws GeneralSecurityException, IOException {
        KeyStore all = load(folder.resolve(STORE));
        Certificate own = all.getCertificate(AUTHORITY);
        file(authority(), pem("CERTIFICATE", own.getEncoded()));
        for (String name : names) {
            byte[] key = all.getKey(name, STORE_PASSWORD.toCharArray()).getEncoded();
            StringBuilder chain = new StringBuilder();
            for (Certificate each : all.getCertificateChain(name)) {
                chain.append(pem("CERTIFICATE", each.getEncoded()));
            }
            file(certificate(name), chain.toString());
            file(key(name), pem("PRIVATE KEY", key));
            file(identity(name), pem("PRIVATE KEY", key) + chain);
        }
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry(AUTHORITY, own);
        try (var out = Files.newOutputStream(folder.resolve(TRUST))) {
            trust.store(out, STORE_PASSWORD.toCharArray());
        }
        // From here on the authority signs nothing more: its key is not needed.
        Files.delete(folder.resolve(STORE));
    }

    private static KeyStore load(Path store) throws GeneralSecurityException, IOException {
        KeyStore loaded = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            loaded.load(in, STORE_PASSWORD.toCharArray());
        }
        return loaded;
    }

    private static void file(Path path, String text) throws IOException {
        Files.createFile(path, OWNERS_FILE);
        Files.writeString(path, text);
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(what, PEM_LINES.encodeToString(bytes), what);
    }
}
