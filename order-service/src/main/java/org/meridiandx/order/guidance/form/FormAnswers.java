package org.meridiandx.order.guidance.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.QuestionnaireResponse.QuestionnaireResponseItemComponent;
import org.hl7.fhir.r4.model.QuestionnaireResponse.QuestionnaireResponseStatus;
import org.hl7.fhir.r4.model.Type;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// The answers of a filled form: values by the name of their fact.
public final class FormAnswers {
    private static final Set<QuestionnaireResponseStatus> USABLE = Set.of(
            QuestionnaireResponseStatus.COMPLETED,
            QuestionnaireResponseStatus.AMENDED,
            QuestionnaireResponseStatus.INPROGRESS);

    private final Map<String, Type> values = new LinkedHashMap<>();

    private FormAnswers() {}

    /// @return by `linkId`, in the order of the form; questions without an answer are not among
    ///     them
    /// @throws ProblemException 400 where it is another form, or an answer is not one
    public static Map<String, Type> of(QuestionnaireResponse filled) {
        if (!filled.hasStatus() || !USABLE.contains(filled.getStatus())) {
            throw refused("The form is completed, amended or in progress.");
        }
        var form = filled.hasQuestionnaire() ? filled.getQuestionnaire().split("\\|", 2)[0] : "";
        if (!form.isEmpty() && !form.endsWith("/Questionnaire/" + RequestForm.ID)) {
            throw refused("These are the answers to another form than Questionnaire/" + RequestForm.ID + ".");
        }
        var answers = new FormAnswers();
        answers.addAll(filled.getItem());
        return answers.values;
    }

    /// Patient.id of whom the form is about, where it says so.
    ///
    /// @throws ProblemException 400 where it is about somebody who is not named by an id of this
    ///     region
    public static Optional<String> patientOf(QuestionnaireResponse filled) {
        if (!filled.hasSubject()) {
            return Optional.empty();
        }
        var patient = AskedPatient.idOf(filled.getSubject());
        if (patient.isEmpty()) {
            throw refused("The subject of 'answers' is a reference to Patient/[id] of this region.");
        }
        return patient;
    }

    private void addAll(List<QuestionnaireResponseItemComponent> items) {
        for (var item : items) {
            if (item.hasAnswer()) {
                add(item);
            }
            addAll(item.getItem());
        }
    }

    private void add(QuestionnaireResponseItemComponent item) {
        if (!item.hasLinkId()) {
            throw refused("An answer has the linkId of its question.");
        }
        var answer = item.getAnswerFirstRep();
        if (item.getAnswer().size() > 1 || answer.hasItem() || !answer.hasValue()) {
            throw refused("A question has one answer, and nothing below it.");
        }
        var value = answer.getValue() instanceof Coding coding ? new CodeType(coding.getCode()) : answer.getValue();
        if (values.put(item.getLinkId(), value) != null) {
            throw refused("A question is answered twice.");
        }
    }

    private static ProblemException refused(String detail) {
        return ProblemException.of(ProblemCode.INVALID_PARAMETER, detail, "QuestionnaireResponse.item");
    }
}
