package org.meridiandx.identity.adt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.meridiandx.feeds.Hl7Times;
import org.meridiandx.feeds.Sender;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.hl7v2.Hl7Field;
import org.meridiandx.hl7v2.Hl7Message;
import org.meridiandx.hl7v2.Hl7Segment;

/// PID, PD1 and NK1 → FHIR Patient, field by field. What a message does not say stays; the explicit
/// null `""` deletes.
///
/// What is left out, and why, stands in docs/mapping/adt.md. **Source:** HL7 v2.5.1 chapter 3;
/// UKCore-Patient.
final class PidMapper {
    private static final String MOTHERS_NAME = "http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName";
    private static final String BIRTH_PLACE = "http://hl7.org/fhir/StructureDefinition/patient-birthPlace";
    private static final String GMP_NUMBER = "https://fhir.hl7.org.uk/Id/gmp-number";
    private final IdentifierMapper identifiers;

    PidMapper(Sender sender) {
        this.identifiers = new IdentifierMapper(sender);
    }

    void apply(Patient patient, Hl7Message message) {
        message.first("PID").ifPresent(pid -> {
            IdentifierMapper.add(patient.getIdentifier(), identifiers.map(pid));
            names(patient, pid);
            birth(patient, pid);
            gender(patient, pid);
            addresses(patient, pid);
            telecoms(patient, pid);
            language(patient, pid);
            maritalStatus(patient, pid);
            deceased(patient, pid);
        });
        message.first("PD1").ifPresent(pd1 -> generalPractitioner(patient, pd1));
        contacts(patient, message.segments("NK1"));
    }

    // Patient.name <- PID-5, PID-9 (alias: use old); extension mothersMaidenName <- PID-6.1
    private static void names(Patient patient, Hl7Segment pid) {
        var names = pid.repetitions(5).stream()
                .map(PersonMapper::name)
                .flatMap(Optional::stream)
                .toList();
        if (!names.isEmpty()) {
            patient.setName(new ArrayList<>(names));
            pid.repetitions(9).stream()
                    .map(PersonMapper::name)
                    .flatMap(Optional::stream)
                    .forEach(alias -> patient.addName(alias.setUse(HumanName.NameUse.OLD)));
        }
        pid.value(6).ifPresent(name -> {
            patient.getExtension().removeIf(extension -> MOTHERS_NAME.equals(extension.getUrl()));
            patient.addExtension(MOTHERS_NAME, new StringType(name));
        });
    }

    // Patient.birthDate <- PID-7; birthPlace <- PID-23; multipleBirth <- PID-24, PID-25
    private static void birth(Patient patient, Hl7Segment pid) {
        if (pid.isNull(7)) {
            patient.setBirthDateElement(new DateType());
        }
        pid.value(7).flatMap(Hl7Times::date).ifPresent(date -> patient.setBirthDateElement(new DateType(date)));
        pid.text(23).map(String::strip).filter(place -> !place.equals("\"\"")).ifPresent(place -> {
            patient.getExtension().removeIf(extension -> BIRTH_PLACE.equals(extension.getUrl()));
            patient.addExtension(BIRTH_PLACE, new org.hl7.fhir.r4.model.Address().setText(place));
        });
        var order = pid.value(25).filter(text -> text.matches("[0-9]{1,2}")).map(Integer::valueOf);
        if (order.isPresent()) {
            patient.setMultipleBirth(new IntegerType(order.get()));
        } else {
            yesOrNo(pid.value(24)).ifPresent(multiple -> patient.setMultipleBirth(new BooleanType(multiple)));
        }
    }

    // Patient.gender <- PID-8 (table 0001, NHS person stated gender codes, and words)
    private static void gender(Patient patient, Hl7Segment pid) {
        pid.value(8)
                .map(code -> switch (code.toUpperCase(Locale.ROOT)) {
                    case "M", "1", "MALE" -> AdministrativeGender.MALE;
                    case "F", "2", "FEMALE" -> AdministrativeGender.FEMALE;
                    case "O", "A", "9", "I", "OTHER", "INDETERMINATE" -> AdministrativeGender.OTHER;
                    default -> AdministrativeGender.UNKNOWN;
                })
                .ifPresent(patient::setGender);
    }

    // Patient.address <- PID-11
    private static void addresses(Patient patient, Hl7Segment pid) {
        var addresses = pid.repetitions(11).stream()
                .map(PersonMapper::address)
                .flatMap(Optional::stream)
                .toList();
        if (!addresses.isEmpty() || pid.isNull(11)) {
            patient.setAddress(new ArrayList<>(addresses));
        }
    }

    // Patient.telecom <- PID-13 (home), PID-14 (work)
    private static void telecoms(Patient patient, Hl7Segment pid) {
        if (!pid.field(13).isPresent() && !pid.field(14).isPresent()) {
            return;
        }
        patient.setTelecom(new ArrayList<>());
        pid.repetitions(13).stream()
                .map(field -> PersonMapper.telecom(field, ContactPointUse.HOME))
                .flatMap(Optional::stream)
                .forEach(patient::addTelecom);
        pid.repetitions(14).stream()
                .map(field -> PersonMapper.telecom(field, ContactPointUse.WORK))
                .flatMap(Optional::stream)
                .forEach(patient::addTelecom);
    }

    // Patient.communication <- PID-15
    private static void language(Patient patient, Hl7Segment pid) {
        if (pid.value(15).isPresent()) {
            patient.setCommunication(new ArrayList<>());
            patient.addCommunication().setLanguage(concept(pid.field(15))).setPreferred(true);
        }
    }

    // Patient.maritalStatus <- PID-16
    private static void maritalStatus(Patient patient, Hl7Segment pid) {
        if (pid.value(16).isPresent()) {
            patient.setMaritalStatus(concept(pid.field(16)));
        }
    }

    // Patient.deceased[x] <- PID-29 (when), else PID-30 (whether)
    private static void deceased(Patient patient, Hl7Segment pid) {
        var when = pid.value(29).flatMap(Hl7Times::date);
        if (when.isPresent()) {
            patient.setDeceased(new DateTimeType(when.get()));
        } else {
            yesOrNo(pid.value(30)).ifPresent(dead -> patient.setDeceased(new BooleanType(dead)));
        }
    }

    // Patient.generalPractitioner <- PD1-4 (doctor), PD1-3 (practice)
    private static void generalPractitioner(Patient patient, Hl7Segment pd1) {
        var practice = pd1.field(3);
        var doctor = pd1.field(4);
        if (practice.value().isEmpty()
                && practice.component(3).isEmpty()
                && doctor.value().isEmpty()) {
            return;
        }
        patient.setGeneralPractitioner(new ArrayList<>());
        practice.component(3)
                .or(() -> practice.component(10))
                .flatMap(OdsCode::parse)
                .ifPresent(ods -> {
                    var reference = new Reference();
                    reference
                            .getIdentifier()
                            .setSystem(IdentifierSystems.ODS_ORGANISATION)
                            .setValue(ods.value());
                    practice.value().ifPresent(reference::setDisplay);
                    patient.addGeneralPractitioner(reference);
                });
        doctor.value().ifPresent(number -> {
            var reference = new Reference();
            reference.getIdentifier().setValue(number);
            if (number.matches("G[0-9]{7}")) {
                reference.getIdentifier().setSystem(GMP_NUMBER);
            }
            doctor.component(2).ifPresent(reference::setDisplay);
            patient.addGeneralPractitioner(reference);
        });
    }

    // Patient.contact <- NK1-2 (name), NK1-3 (relationship), NK1-4 (address), NK1-5 (telephone)
    private static void contacts(Patient patient, List<Hl7Segment> relatives) {
        var contacts = relatives.stream()
                .map(PidMapper::contact)
                .filter(contact -> !contact.isEmpty())
                .toList();
        if (!contacts.isEmpty()) {
            patient.setContact(new ArrayList<>(contacts));
        }
    }

    private static Patient.ContactComponent contact(Hl7Segment nk1) {
        var contact = new Patient.ContactComponent();
        PersonMapper.name(nk1.field(2)).ifPresent(contact::setName);
        if (nk1.value(3).isPresent()) {
            contact.addRelationship(concept(nk1.field(3)));
        }
        PersonMapper.address(nk1.field(4)).ifPresent(contact::setAddress);
        nk1.repetitions(5).stream()
                .map(field -> PersonMapper.telecom(field, ContactPointUse.HOME))
                .flatMap(Optional::stream)
                .forEach(contact::addTelecom);
        return contact;
    }

    // CodeableConcept <- CWE: the local code as text or with its system where it is a URL
    private static CodeableConcept concept(Hl7Field field) {
        var concept = new CodeableConcept();
        var text = field.component(2).or(field::value);
        text.ifPresent(concept::setText);
        var system = field.component(3).filter(name -> name.startsWith("http"));
        if (system.isPresent()) {
            concept.addCoding().setSystem(system.get()).setCode(field.value().orElse(""));
        } else if (field.component(2).isPresent()) {
            field.value().ifPresent(code -> concept.addCoding().setCode(code));
        }
        return concept;
    }

    private static Optional<Boolean> yesOrNo(Optional<String> text) {
        return text.flatMap(value -> switch (value.toUpperCase(Locale.ROOT)) {
            case "Y", "YES", "TRUE", "1" -> Optional.of(true);
            case "N", "NO", "FALSE", "0" -> Optional.of(false);
            default -> Optional.empty();
        });
    }
}
