package org.meridiandx.order.justification;

import java.util.ArrayList;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.access.Caller;
import org.meridiandx.order.catalogue.CatalogueInForce;
import org.meridiandx.order.catalogue.rules.CatalogueTest;
import org.meridiandx.order.guidance.coding.Coded;
import org.meridiandx.order.guidance.coding.Recognised;
import org.meridiandx.order.guidance.coding.RequestCodes;
import org.meridiandx.order.guidance.rules.facts.Facts;
import org.meridiandx.order.guidance.rules.record.PriorResult;
import org.meridiandx.order.guidance.rules.record.Seal;
import org.meridiandx.order.records.Organisations;

/// What a ServiceRequest says itself, as facts.
final class ImagingRequest {
    private static final int MOST_REASONS = 20;
    private static final String GIVEN = "given";
    private static final Set<Observation.ObservationStatus> WITHDRAWN =
            EnumSet.of(Observation.ObservationStatus.ENTEREDINERROR, Observation.ObservationStatus.CANCELLED);

    private final RequestCodes codes;
    private final CatalogueInForce catalogue;

    ImagingRequest(RequestCodes codes, CatalogueInForce catalogue) {
        this.codes = codes;
        this.catalogue = catalogue;
    }

    /// What was read.
    ///
    /// @param facts examination, reasons, referrer, and that clinical information is given
    /// @param results that the request contains
    record Said(Recognised recognised, Facts facts, Optional<Referrer> referrer, List<PriorResult> results) {
        @Override
        public String toString() {
            return "Said[redacted]";
        }
    }

    Said read(ServiceRequest request, Caller caller) {
        var reasons = request.getReasonCode().stream()
                .limit(MOST_REASONS)
                .map(ImagingRequest::coded)
                .toList();
        var recognised = codes.read(examination(request), reasons).withNotUnderstood(notRead(request));
        var referrer = Referrer.of(request, caller);
        var facts = recognised.facts();
        if (hasClinicalInformation(request)) {
            facts = facts.with("clinical_information", GIVEN).with("clinical_question", GIVEN);
        }
        if (referrer.isPresent()) {
            facts = facts.with("referrer_name", GIVEN);
        }
        if (referrer.filter(who -> !who.registration().isBlank()).isPresent()) {
            facts = facts.with("referrer_registration", GIVEN);
        }
        return new Said(recognised, facts, referrer, contained(request));
    }

    /// **Source** IR(ME)R 2017, regulation 10(5): sufficient medical data.
    private static boolean hasClinicalInformation(ServiceRequest request) {
        return request.hasReasonReference()
                || request.getReasonCode().stream().anyMatch(ImagingRequest::isTold)
                || request.getNote().stream()
                        .anyMatch(note -> note.hasText() && !note.getText().isBlank());
    }

    private static boolean isTold(CodeableConcept reason) {
        return reason.hasText() && !reason.getText().isBlank()
                || reason.getCoding().stream().anyMatch(Coding::hasCode);
    }

    /// Reasons that are there and not looked at: any of them could change the rating.
    private static List<String> notRead(ServiceRequest request) {
        var notRead = new ArrayList<String>();
        if (request.getReasonCode().size() > MOST_REASONS) {
            notRead.add("the reasons after the first " + MOST_REASONS);
        }
        if (request.hasReasonReference()) {
            notRead.add("reasonReference");
        }
        return notRead;
    }

    /// By its codes and by those that the catalogue has for them: an organisation's own say nothing
    /// by themselves.
    private Coded examination(ServiceRequest request) {
        var asked = coded(request.getCode());
        var requester = Organisations.odsOf(request.getRequester(), request);
        var more = new ArrayList<>(asked.codes());
        asked.codes().stream()
                .map(code -> new CatalogueTest.Code(code.system(), code.value()))
                .flatMap(code -> catalogue.byCode(code).or(() -> catalogue.byLocalCode(requester, code)).stream())
                .flatMap(test -> test.codes().stream())
                .map(code -> new Coded.Code(code.system(), code.code()))
                .filter(code -> !more.contains(code))
                .forEach(more::add);
        return new Coded(more, asked.texts());
    }

    private static Coded coded(CodeableConcept concept) {
        var codes = concept.getCoding().stream()
                .filter(Coding::hasCode)
                .map(coding -> new Coded.Code(
                        coding.hasSystem() ? coding.getSystem() : "",
                        coding.getCode().strip()))
                .toList();
        var texts = Stream.concat(
                        concept.getCoding().stream().filter(Coding::hasDisplay).map(Coding::getDisplay),
                        Stream.of(concept).filter(CodeableConcept::hasText).map(CodeableConcept::getText))
                .filter(text -> !text.isBlank())
                .toList();
        return new Coded(codes, texts, concept.hasText() ? concept.getText() : "");
    }

    /// What the referrer found out and sends along, such as the answer to the pregnancy enquiry.
    private static List<PriorResult> contained(ServiceRequest request) {
        return request.getContained().stream()
                .filter(Observation.class::isInstance)
                .map(Observation.class::cast)
                .filter(observation ->
                        observation.hasValueCodeableConcept() && !WITHDRAWN.contains(observation.getStatus()))
                .flatMap(observation ->
                        observation.getCode().getCoding().stream().map(code -> result(observation, code, request)))
                .toList();
    }

    /// Of an answer without a time, that of the request counts.
    private static PriorResult result(Observation observation, Coding code, ServiceRequest request) {
        var coded = observation.getValueCodeableConcept().getCoding().stream()
                .map(ImagingRequest::keyOf)
                .toList();
        var at = observation.hasEffectiveDateTimeType()
                ? observation.getEffectiveDateTimeType().getValue()
                : request.getAuthoredOn();
        var id = observation.getIdElement().getIdPart();
        return new PriorResult(
                "#" + (id == null ? "" : id.replace("#", "")),
                keyOf(code),
                new PriorResult.Measured(Optional.empty(), "", "", "", coded),
                Optional.ofNullable(at).map(Date::toInstant),
                Organisations.odsOf(request.getRequester(), request),
                Seal.NONE);
    }

    private static String keyOf(Coding coding) {
        return (coding.hasSystem() ? coding.getSystem() : "") + "|" + (coding.hasCode() ? coding.getCode() : "");
    }
}
