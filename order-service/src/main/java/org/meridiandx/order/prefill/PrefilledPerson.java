package org.meridiandx.order.prefill;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Address.AddressUse;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.meridiandx.directory.PatientDetails;
import org.meridiandx.directory.PatientDetails.Said;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.order.guidance.rules.record.PatientRecord;

/// Who the patient is, where they live, and their practice, each with who said it and when.
///
/// **Hazard:** an address that is hidden for somebody's safety comes out by a draft.
final class PrefilledPerson {
    private static final String NAME = "name";
    private static final String ADDRESS = "address";
    private static final String PRACTICE = "practice";

    private final PatientRecord.Person person;
    private final Instant now;

    PrefilledPerson(PatientRecord.Person person, Instant now) {
        this.person = person;
        this.now = now;
    }

    /// @param details empty where they could not be asked
    void addTo(Parameters answer, Optional<PatientDetails> details) {
        known(
                answer,
                "nhs-number",
                Optional.of(person.nhsNumber())
                        .filter(number -> !number.isEmpty())
                        .map(StringType::new));
        known(answer, "birth-date", person.birthDate().map(day -> new DateType(day.toString())));
        known(answer, "sex", person.gender().map(CodeType::new));
        detail(answer, NAME, details);
        whereabouts(answer, ADDRESS, details);
        whereabouts(answer, PRACTICE, details);
    }

    private void known(Parameters answer, String name, Optional<? extends Type> known) {
        source(stated(answer, name, known.isPresent() ? PrefilledValues.KNOWN : PrefilledValues.UNKNOWN, known));
    }

    private void whereabouts(Parameters answer, String name, Optional<PatientDetails> details) {
        var isHidden = person.isMasked()
                || details.filter(PatientDetails::isRestricted).isPresent();
        if (isHidden) {
            var part = stated(answer, name, "masked", Optional.empty());
            PrefilledValues.add(part, "reason", new StringType("It is not shown to you: ask the patient."));
        } else {
            detail(answer, name, details);
        }
    }

    private void detail(Parameters answer, String name, Optional<PatientDetails> details) {
        if (details.isEmpty()) {
            var part = stated(answer, name, PrefilledValues.UNCHECKED, Optional.empty());
            PrefilledValues.add(part, "reason", new StringType("The region's patients could not be asked."));
            return;
        }
        var said = details.get().said().stream()
                .filter(each -> each.group().equals(name))
                .findFirst();
        var value = said.flatMap(each -> valueOf(name, each));
        known(answer, name, value, said);
    }

    private void known(Parameters answer, String name, Optional<? extends Type> value, Optional<Said> said) {
        if (value.isEmpty() || said.isEmpty()) {
            known(answer, name, Optional.empty());
            return;
        }
        var part = stated(answer, name, PrefilledValues.KNOWN, value);
        source(part);
        PrefilledValues.dated(part, said.map(Said::at), now);
        PrefilledValues.organisation(part, said.get().source());
    }

    private static ParametersParameterComponent stated(
            Parameters answer, String name, String state, Optional<? extends Type> value) {
        var part = PrefilledValues.value(answer, name);
        PrefilledValues.add(part, "state", new CodeType(state));
        value.ifPresent(each -> PrefilledValues.add(part, "value", each));
        return part;
    }

    private void source(ParametersParameterComponent part) {
        PrefilledValues.add(part, "source", new StringType("Patient"));
        PrefilledValues.add(part, "reference", new Reference("Patient/" + person.patientId()));
    }

    private Optional<? extends Type> valueOf(String name, Said said) {
        var patient = FhirJson.read(said.patient().getBytes(StandardCharsets.UTF_8), Patient.class);
        return switch (name) {
            case NAME -> name(patient);
            case ADDRESS -> address(patient);
            default -> practice(patient);
        };
    }

    /// The official name, else the usual one, else the first that is not an old one.
    private Optional<HumanName> name(Patient patient) {
        return patient.getName().stream()
                .filter(name ->
                        name.getUse() != NameUse.OLD && name.getUse() != NameUse.MAIDEN && !isOver(name.getPeriod()))
                .min(Comparator.comparingInt(
                        name -> name.getUse() == NameUse.OFFICIAL ? 0 : name.getUse() == NameUse.USUAL ? 1 : 2));
    }

    /// Of the home before others, of none that has ended or is old.
    private Optional<Address> address(Patient patient) {
        return patient.getAddress().stream()
                .filter(address -> address.getUse() != AddressUse.OLD && !isOver(address.getPeriod()))
                .min(Comparator.comparingInt(address -> address.getUse() == AddressUse.HOME ? 0 : 1));
    }

    /// An end may be a day, which counts; one that is ahead ends nothing yet.
    private boolean isOver(Period period) {
        return period.hasEnd()
                && period.getEnd().toInstant().plus(1, ChronoUnit.DAYS).isBefore(now);
    }

    /// As it is told, by ODS code or in words: what it refers to may be kept in the record alone.
    private static Optional<Reference> practice(Patient patient) {
        return patient.getGeneralPractitioner().stream()
                .filter(practice -> practice.hasIdentifier() || practice.hasDisplay())
                .findFirst()
                .map(Reference::copy)
                .map(practice -> practice.setReference(null));
    }
}
