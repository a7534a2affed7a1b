package org.meridiandx.identity.access.consents;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.identity.clients.ClientRules;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Consent → what decisions go by. A part that would say something and that decisions do not look
/// at is refused: a patient must not think that it holds.
final class ConsentMapper {
    static final String PROFILE = "http://hl7.org/fhir/StructureDefinition/Consent";
    private static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    private static final Set<ConsentState> STATES =
            Set.of(ConsentState.ACTIVE, ConsentState.INACTIVE, ConsentState.ENTEREDINERROR);

    private ConsentMapper() {}

    /// @param now when it counts from, where it does not say
    /// @throws ProblemException 400 or 422 naming the element
    static ConsentColumns columnsOf(Consent consent, Instant now) {
        if (consent.getStatus() == null || !STATES.contains(consent.getStatus())) {
            throw refused("status must be active, inactive or entered-in-error.", "Consent.status");
        }
        var isOptOut = isOptOut(consent.getPolicyRule());
        var provision = consent.getProvision();
        requireUnderstood(provision);
        return new ConsentColumns(
                patientId(consent),
                consent.getStatus().toCode(),
                isOptOut ? optOut(provision) : ruleOf(provision),
                category(consent),
                actors(provision),
                codes(provision.getClass_()),
                codes(provision.getSecurityLabel()),
                purposes(provision.getPurpose()),
                since(consent, provision, now),
                Optional.ofNullable(provision.getPeriod().getEnd()).map(java.util.Date::toInstant));
    }

    // consent.patient_id <- Consent.patient
    static String patientId(Consent consent) {
        var reference = consent.getPatient().getReferenceElement();
        if (!"Patient".equals(reference.getResourceType()) || reference.getIdPart() == null) {
            throw missing("Name the patient as Patient/<id>.", "Consent.patient");
        }
        return reference.getIdPart();
    }

    // consent.rule <- Consent.policyRule (v3-ActCode OPTOUT)
    private static boolean isOptOut(CodeableConcept policy) {
        return policy.getCoding().stream()
                .anyMatch(coding -> ACT_CODE.equals(coding.getSystem()) && "OPTOUT".equals(coding.getCode()));
    }

    private static String optOut(ProvisionComponent provision) {
        if (provision.hasType()
                || provision.hasActor()
                || provision.hasClass_()
                || provision.hasSecurityLabel()
                || provision.hasPurpose()
                || provision.getPeriod().hasEnd()) {
            throw refused(
                    "An opt-out is from all uses beyond the patient's own care until it is withdrawn; it has no type, "
                            + "actor, class, label, purpose or end.",
                    "Consent.provision");
        }
        return "opt-out";
    }

    // consent.rule <- Consent.provision.type
    private static String ruleOf(ProvisionComponent provision) {
        if (!provision.hasType()) {
            throw missing("Say deny or permit.", "Consent.provision.type");
        }
        return provision.getType().toCode();
    }

    // consent.category <- Consent.category
    private static String category(Consent consent) {
        return consent.getCategory().stream()
                .flatMap(concept -> concept.getCoding().stream())
                .map(Coding::getCode)
                .filter(code -> code != null && !code.isEmpty())
                .findFirst()
                .orElseThrow(() -> missing("Say what kind of consent it is, with a code.", "Consent.category"));
    }

    // consent.actors <- Consent.provision.actor.reference.identifier (ODS)
    private static Set<String> actors(ProvisionComponent provision) {
        var codes = new HashSet<String>();
        for (var actor : provision.getActor()) {
            var identifier = actor.getReference().getIdentifier();
            if (!IdentifierSystems.ODS_ORGANISATION.equals(identifier.getSystem()) || !identifier.hasValue()) {
                throw refused(
                        "Name organisations by their ODS code; other actors are not taken.",
                        "Consent.provision.actor.reference");
            }
            codes.add(identifier.getValue());
        }
        return codes;
    }

    // consent.types, consent.labels <- Consent.provision.class, Consent.provision.securityLabel
    private static Set<String> codes(List<Coding> codings) {
        var codes = new HashSet<String>();
        for (var coding : codings) {
            if (!coding.hasCode()) {
                throw missing("A coding here needs a code.", "Consent.provision");
            }
            codes.add(coding.getCode());
        }
        return codes;
    }

    // consent.purposes <- Consent.provision.purpose (v3-ActReason, or the purposes of tokens)
    private static Set<String> purposes(List<Coding> codings) {
        var purposes = new HashSet<String>();
        for (var code : codes(codings)) {
            var purpose = switch (code) {
                case "TREAT" -> "direct-care";
                case "BTG" -> "break-glass";
                case "ETREAT" -> "emergency";
                case "HPAYMT" -> "payment";
                case "PUBHLTH" -> "public-health";
                case "PATRQT" -> "patient-request";
                case "HOPERAT" -> "operations";
                case "HRESCH" -> "research";
                default -> code;
            };
            if (!ClientRules.PURPOSES.contains(purpose)) {
                throw refused("This purpose is not known here.", "Consent.provision.purpose");
            }
            purposes.add(purpose);
        }
        return purposes;
    }

    // consent.since <- Consent.provision.period.start, Consent.dateTime
    private static Instant since(Consent consent, ProvisionComponent provision, Instant now) {
        if (provision.getPeriod().getStart() != null) {
            return provision.getPeriod().getStart().toInstant();
        }
        return consent.getDateTime() == null
                        || consent.getDateTime().toInstant().isAfter(now)
                ? now
                : consent.getDateTime().toInstant();
    }

    private static void requireUnderstood(ProvisionComponent provision) {
        if (provision.hasProvision()
                || provision.hasAction()
                || provision.hasCode()
                || provision.hasDataPeriod()
                || provision.hasData()) {
            throw refused(
                    "One rule per Consent, by actor, class, securityLabel, purpose and period. Nested provisions, "
                            + "action, code, dataPeriod and data are not looked at by decisions, and so not taken.",
                    "Consent.provision");
        }
    }

    private static ProblemException refused(String detail, String expression) {
        return ProblemException.of(ProblemCode.UNPROCESSABLE, detail, expression);
    }

    private static ProblemException missing(String detail, String expression) {
        return ProblemException.of(ProblemCode.MISSING_VALUE, detail, expression);
    }
}
