package io.sluice.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.WithdrawalId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** What {@code docs/webhooks.md} tells partners to do works. */
@ExtendWith(WebhookStage.Shared.class)
class WebhookDocumentTest {

    private static final Path DOCUMENT =
            Path.of(System.getProperty("sluice.root", ".."), "docs", "webhooks.md");
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern BODY = Pattern.compile("```\n(\\{\"eventId.*?)\n```");
    private static final Pattern VECTOR =
            Pattern.compile("`Pientegra-Signature: (t=(\\d+),v1=\\w+)`");

    @Test
    void theExampleVerifiesWhatWeSendAndItsOwnVector(WebhookStage stage, @TempDir Path folder)
            throws Exception {
        String document = Files.readString(DOCUMENT);
        Class<?> example = compiled(found(EXAMPLE, document).group(1), folder);
        Site site = stage.site("Sandbox");
        String old = site.secret();
        site.configure(true);
        WithdrawalId id = site.open(100);
        site.awaitTypes(id, "withdrawal.created");
        Partner.Received one = site.partner().of(id.toString()).getFirst();

        for (String secret : new String[] {old, site.secret()}) {
            assertThat(verifies(example, secret, one, one.body(), Instant.now())).isTrue();
        }
        assertThat(verifies(example, Api.WEBHOOK_SECRET, one, one.body(), Instant.now())).isFalse();
        assertThat(verifies(example, old, one, one.body() + " ", Instant.now())).isFalse();
        assertThat(verifies(example, old, one, one.body(), Instant.now().plusSeconds(301)))
                .isFalse();

        Matcher vector = found(VECTOR, document);
        assertThat(
                        pientegra(
                                example,
                                "whsec_test_secret_0123456789",
                                vector.group(1),
                                found(BODY, document).group(1),
                                Instant.ofEpochMilli(Long.parseLong(vector.group(2)))))
                .isTrue();
    }

    private static Matcher found(Pattern pattern, String document) {
        Matcher matcher = pattern.matcher(document);
        assertThat(matcher.find()).as(pattern.pattern()).isTrue();
        return matcher;
    }

    private static Class<?> compiled(String source, Path folder) throws IOException {
        Path file = folder.resolve("VerifyWebhook.java");
        Files.writeString(file, source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, "-d", folder.toString(), file.toString()))
                .isZero();
        try {
            URL[] classes = {folder.toUri().toURL()};
            return new URLClassLoader(classes).loadClass("VerifyWebhook");
        } catch (MalformedURLException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** By both signatures, which must agree. */
    private static boolean verifies(
            Class<?> example, String secret, Partner.Received one, String body, Instant now)
            throws ReflectiveOperationException {
        boolean pientegra =
                pientegra(example, secret, one.headers().get("Pientegra-Signature"), body, now);
        Method standard =
                example.getDeclaredMethod(
                        "standard",
                        String.class,
                        String.class,
                        String.class,
                        String.class,
                        byte[].class,
                        Instant.class);
        standard.setAccessible(true);
        Object verified =
                standard.invoke(
                        null,
                        secret,
                        one.headers().get("webhook-id"),
                        one.headers().get("webhook-timestamp"),
                        one.headers().get("webhook-signature"),
                        body.getBytes(StandardCharsets.UTF_8),
                        now);
        assertThat(verified).isEqualTo(pientegra);
        return pientegra;
    }

    private static boolean pientegra(
            Class<?> example, String secret, String header, String body, Instant now)
            throws ReflectiveOperationException {
        Method method =
                example.getDeclaredMethod(
                        "pientegra", String.class, String.class, byte[].class, Instant.class);
        method.setAccessible(true);
        return (boolean)
                method.invoke(null, secret, header, body.getBytes(StandardCharsets.UTF_8), now);
    }
}
