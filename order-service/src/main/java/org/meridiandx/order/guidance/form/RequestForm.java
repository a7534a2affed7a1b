package org.meridiandx.order.guidance.form;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Questionnaire;
import org.hl7.fhir.r4.model.Questionnaire.EnableWhenBehavior;
import org.hl7.fhir.r4.model.Questionnaire.QuestionnaireItemComponent;
import org.hl7.fhir.r4.model.Questionnaire.QuestionnaireItemOperator;
import org.hl7.fhir.r4.model.Questionnaire.QuestionnaireItemType;
import org.meridiandx.order.guidance.rules.GuidanceContent;
import org.meridiandx.order.guidance.rules.Guideline;
import org.meridiandx.order.guidance.rules.facts.Fact;
import org.meridiandx.order.guidance.rules.facts.FactsUsed;

/// The form of an imaging request, made from the content: one question per fact, in the groups of
/// the vocabulary. What only the guidelines of some regions ask is shown when one of these is asked
/// for.
///
/// **Source** FHIR R4 Questionnaire; the vocabulary.
public final class RequestForm {
    public static final String ID = "imaging-request";
    private static final String REGION = "requested_region";

    /// Asked of everybody, before all others.
    private static final List<String> FIRST = List.of("requested_modality", REGION, "age", "sex");

    /// It follows from the rating; nobody answers it.
    private static final String RATED = "request_best_category";

    private final GuidanceContent content;
    private final String url;
    private final Map<Fact, Set<String>> regions = new LinkedHashMap<>();
    private final Set<Fact> always = new HashSet<>();

    private RequestForm(GuidanceContent content, String url) {
        this.content = content;
        this.url = url;
        content.guidelines().forEach(this::note);
        content.rules().forEach(rule -> always.addAll(FactsUsed.in(rule.criteria())));
    }

    /// @param url canonical one of the form
    public static Questionnaire of(GuidanceContent content, String url) {
        return new RequestForm(content, url).questionnaire();
    }

    private void note(Guideline guideline) {
        var used = new HashSet<Fact>();
        used.addAll(FactsUsed.in(guideline.applies()));
        used.addAll(FactsUsed.in(guideline.criteria()));
        guideline.recommendations().forEach(each -> used.addAll(FactsUsed.in(each.when())));
        used.forEach(fact -> regions.computeIfAbsent(fact, first -> new TreeSet<>())
                .addAll(guideline.about().regions()));
    }

    private Questionnaire questionnaire() {
        var form = new Questionnaire();
        form.setId(ID);
        form.setUrl(url)
                .setVersion(content.version())
                .setName("ImagingRequest")
                .setTitle("Imaging request")
                .setStatus(PublicationStatus.DRAFT)
                .setExperimental(true)
                .setDescription("Status of the content: " + content.status())
                .addSubjectType("Patient");
        var groups = new LinkedHashMap<String, QuestionnaireItemComponent>();
        groups.put("", group("group-request", "The examination and the patient"));
        FIRST.forEach(
                name -> groups.get("").addItem(question(content.vocabulary().require(name))));
        for (var fact : content.vocabulary().facts()) {
            if (!FIRST.contains(fact.name()) && !fact.name().equals(RATED)) {
                groups.computeIfAbsent(fact.group(), name -> group(linkId(name), name))
                        .addItem(question(fact));
            }
        }
        groups.values().forEach(form::addItem);
        return form;
    }

    private static QuestionnaireItemComponent group(String linkId, String text) {
        return new QuestionnaireItemComponent().setLinkId(linkId).setText(text).setType(QuestionnaireItemType.GROUP);
    }

    private static String linkId(String group) {
        return "group-" + group.replaceAll("[^A-Za-z0-9]+", "-");
    }

    private QuestionnaireItemComponent question(Fact fact) {
        var item = new QuestionnaireItemComponent();
        item.setLinkId(fact.name()).setText(fact.meaning() + unit(fact)).setType(typeOf(fact));
        fact.choices().forEach(code -> item.addAnswerOption().setValue(coding(code)));
        if (!FIRST.contains(fact.name()) && !always.contains(fact)) {
            enable(item, regions.getOrDefault(fact, Set.of()));
        }
        return item;
    }

    private void enable(QuestionnaireItemComponent item, Set<String> only) {
        var all = content.vocabulary().require(REGION).choices();
        if (only.isEmpty() || only.size() >= all.size()) {
            return;
        }
        only.forEach(region -> item.addEnableWhen()
                .setQuestion(REGION)
                .setOperator(QuestionnaireItemOperator.EQUAL)
                .setAnswer(coding(region)));
        if (only.size() > 1) {
            item.setEnableBehavior(EnableWhenBehavior.ANY);
        }
    }

    private static String unit(Fact fact) {
        return fact.unit().isEmpty() ? "" : " (" + fact.unit() + ")";
    }

    private static Coding coding(String code) {
        return new Coding().setCode(code).setDisplay(code.replace('_', ' ').replace('-', ' '));
    }

    private static QuestionnaireItemType typeOf(Fact fact) {
        return switch (fact.kind()) {
            case FLAG -> QuestionnaireItemType.BOOLEAN;
            case NUMBER -> QuestionnaireItemType.DECIMAL;
            case CHOICE -> QuestionnaireItemType.CHOICE;
            case TEXT -> QuestionnaireItemType.TEXT;
        };
    }
}
