package org.meridiandx.order.catalogue;

import java.util.IllformedLocaleException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.ActivityDefinition;
import org.hl7.fhir.r4.model.ActivityDefinition.ActivityDefinitionKind;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Extension;
import org.jspecify.annotations.Nullable;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.order.catalogue.rules.CatalogueTest;
import org.meridiandx.order.catalogue.rules.CatalogueTest.Code;
import org.meridiandx.order.catalogue.rules.CatalogueTest.LocalCode;
import org.meridiandx.order.catalogue.rules.Instructions;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Reads from an ActivityDefinition what programs decide by. Everything else of it is kept as it
/// came.
///
/// **Source:** FHIR R4 ActivityDefinition.
final class CatalogueMapper {
    private static final String TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation";
    private static final int MOST_LETTERS = 200;
    private static final int MOST_ENTRIES = 500;
    private static final Set<String> CATEGORIES =
            Set.of(IdentifierSystems.CATEGORY_LAB, IdentifierSystems.CATEGORY_IMAGING);

    private CatalogueMapper() {}

    /// @throws ProblemException 422 naming the element that cannot be used
    static CatalogueTest test(ActivityDefinition definition) {
        require(definition.hasStatus(), "A test needs a status.", "status");
        require(definition.getKind() == ActivityDefinitionKind.SERVICEREQUEST, "The kind is ServiceRequest.", "kind");
        require(isText(definition.getTitle()), "A test needs a title of 1 to 200 characters.", "title");
        require(CATEGORIES.contains(category(definition)), "The topic is LAB or RAD of v2-0074.", "topic");
        require(definition.getExtension().size() <= MOST_ENTRIES, "At most 500 extensions.", "extension");
        instructions(definition);
        return new CatalogueTest(
                definition.getIdElement().getIdPart(),
                definition.getTitle(),
                definition.getStatus() != PublicationStatus.RETIRED,
                codes(definition),
                synonyms(definition),
                PerformerMapper.performers(definition),
                localCodes(definition));
    }

    /// LAB or RAD <- ActivityDefinition.topic; empty where there is neither.
    static String category(ActivityDefinition definition) {
        return definition.getTopic().stream()
                .flatMap(topic -> topic.getCoding().stream())
                .filter(coding -> IdentifierSystems.DIAGNOSTIC_SERVICE.equals(coding.getSystem()))
                .map(Coding::getCode)
                .findFirst()
                .orElse("");
    }

    /// `codes` <- ActivityDefinition.code.coding
    private static List<Code> codes(ActivityDefinition definition) {
        var codes = definition.getCode().getCoding().stream()
                .map(coding -> code(coding, "code.coding"))
                .toList();
        require(
                !codes.isEmpty() || definition.getCode().hasText(),
                "A test needs a code, or its name as code.text while nobody is certain of one.",
                "code");
        return codes;
    }

    /// `synonyms` <- extension catalogue-synonym
    private static List<String> synonyms(ActivityDefinition definition) {
        return definition.getExtensionsByUrl(CatalogueExtensions.SYNONYM).stream()
                .map(PerformerMapper::text)
                .map(CatalogueMapper::synonym)
                .toList();
    }

    private static String synonym(String text) {
        require(isText(text), "A synonym has 1 to 200 characters.", "extension");
        return text;
    }

    /// `localCodes` <- extension catalogue-local-code
    private static List<LocalCode> localCodes(ActivityDefinition definition) {
        var codes = definition.getExtensionsByUrl(CatalogueExtensions.LOCAL_CODE).stream()
                .map(extension -> localCode(extension, definition))
                .toList();
        require(Set.copyOf(codes).size() == codes.size(), "A local code stands twice.", "extension");
        return codes;
    }

    private static LocalCode localCode(Extension extension, ActivityDefinition definition) {
        var coding = PerformerMapper.part(extension, "code")
                .filter(part -> part.getValue() instanceof Coding)
                .map(part -> (Coding) part.getValue())
                .orElseThrow(() -> unusable("A local code has code (valueCoding)."));
        return new LocalCode(PerformerMapper.organisation(extension, definition), code(coding, "extension"));
    }

    private static Code code(Coding coding, String place) {
        require(isText(coding.getSystem()) && isText(coding.getCode()), "A code needs its system.", place);
        return new Code(coding.getSystem(), coding.getCode());
    }

    /// What to do before the test <- extension catalogue-preparation, in English, and its translations.
    static Instructions instructions(ActivityDefinition definition) {
        return Instructions.of(definition.getExtensionsByUrl(CatalogueExtensions.PREPARATION).stream()
                .map(CatalogueMapper::languages)
                .toList());
    }

    private static Map<String, String> languages(Extension preparation) {
        var texts = new LinkedHashMap<String, String>();
        var english = PerformerMapper.text(preparation);
        require(!english.isBlank(), "A preparation has its text in English (valueMarkdown).", "extension");
        texts.put(Instructions.ENGLISH, english);
        for (var translation : preparation.getValue().getExtensionsByUrl(TRANSLATION)) {
            var language = languageOf(translation);
            var text = PerformerMapper.part(translation, "content")
                    .map(PerformerMapper::text)
                    .orElse("");
            require(!text.isBlank(), "A translation has a content.", "extension");
            require(texts.put(language, text) == null, "A language stands twice.", "extension");
        }
        return texts;
    }

    private static String languageOf(Extension translation) {
        var tag = PerformerMapper.part(translation, "lang")
                .map(PerformerMapper::text)
                .orElse("");
        try {
            var language = new Locale.Builder().setLanguageTag(tag).build().toLanguageTag();
            require(!tag.isBlank() && !language.equals("und"), "A translation has its lang.", "extension");
            return language;
        } catch (IllformedLocaleException bad) {
            throw unusable("lang is a language tag as cy or pl.");
        }
    }

    private static boolean isText(@Nullable String text) {
        return text != null && !text.isBlank() && text.length() <= MOST_LETTERS;
    }

    /// 422 for an extension that says nothing that can be used.
    static ProblemException unusable(String detail) {
        return ProblemException.of(ProblemCode.BUSINESS_RULE, detail, "ActivityDefinition.extension");
    }

    /// @throws ProblemException 422 where it is not so
    static void require(boolean isSo, String detail, String element) {
        if (!isSo) {
            throw ProblemException.of(ProblemCode.BUSINESS_RULE, detail, "ActivityDefinition." + element);
        }
    }
}
