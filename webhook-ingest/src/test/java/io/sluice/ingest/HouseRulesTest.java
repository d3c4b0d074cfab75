package io.sluice.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import io.sluice.testing.HouseRules;

import org.junit.jupiter.api.Test;

import java.security.MessageDigest;
import java.util.Arrays;

final class HouseRulesTest {

    @Test
    void theRoomsKeepTheHouseRules() {
        HouseRules.check("io.sluice.ingest");
    }

    @Test
    void signaturesAndTokensAreComparedInConstantTime() {
        JavaClasses ours =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.sluice.ingest");
        String comparing = "(Pientegra|Praxis)Signature|OperatorTokens";

        classes()
                .that()
                .haveNameMatching(".*\\.(" + comparing + ")")
                .should()
                .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
                .check(ours);
        noClasses()
                .that()
                .haveNameMatching(".*\\.(" + comparing + ")")
                .should()
                .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
                .orShould()
                .callMethod(String.class, "equals", Object.class)
                .orShould()
                .callMethod(String.class, "contentEquals", CharSequence.class)
                .check(ours);
    }
}
