package org.meridiandx.identity.patients.content;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.identity.patients.matching.rules.Folding;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// FHIR Patient → columns, and the checks that go with it. The resource itself is kept as it was sent.
///
/// **Source:** UKCore-Patient 2.6.1; NHS Data Dictionary for the number.
public final class PatientMapper {
    public static final String PROFILE = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-Patient";
    private static final int MAX_IDENTIFIERS = 100;

    private PatientMapper() {}

    /// @throws ProblemException 400 with an issue per fault
    public static PatientColumns columnsOf(Patient patient) {
        var problems = new ArrayList<Problem>();
        PatientLimits.check(patient, problems);
        var columns = columnsOf(patient, problems);
        requireSomething(columns, problems);
        if (!problems.isEmpty()) {
            throw new ProblemException(problems);
        }
        return columns;
    }

    /// Of what the registry has put together itself, from parts that were checked when they came.
    public static PatientColumns columnsOfServed(Patient patient) {
        return columnsOf(patient, new ArrayList<>());
    }

    private static PatientColumns columnsOf(Patient patient, List<Problem> problems) {
        var numbers = nhsNumbers(patient, problems);
        if (numbers.size() > 1) {
            problems.add(Problem.of(
                    ProblemCode.INVALID_VALUE,
                    "The Patient has more than one NHS number in use. Mark those that are no longer valid use=old.",
                    "Patient.identifier"));
        }
        var name = CurrentDetails.name(patient);
        return new PatientColumns(
                numbers.stream().findFirst(),
                identifiers(patient, problems),
                name.map(HumanName::getFamily).map(Folding::name).orElse(""),
                name.map(CurrentDetails::given).orElse(""),
                CurrentDetails.birthDate(patient),
                patient.hasGender() ? patient.getGender().toCode() : "",
                isDeceased(patient),
                Restriction.isRestricted(patient) ? Optional.empty() : CurrentDetails.postcode(patient),
                Restriction.isRestricted(patient),
                Restriction.isSensitive(patient),
                custodian(patient));
    }

    // nhs_number <- Patient.identifier where system is the NHS number's and use is not old
    private static List<NhsNumber> nhsNumbers(Patient patient, List<Problem> problems) {
        var found = new ArrayList<NhsNumber>();
        for (var i = 0; i < patient.getIdentifier().size(); i++) {
            var identifier = patient.getIdentifier().get(i);
            if (!IdentifierSystems.NHS_NUMBER.equals(identifier.getSystem()) || !identifier.hasValue()) {
                continue;
            }
            var number = NhsNumber.parse(identifier.getValue())
                    .filter(parsed -> parsed.value().equals(identifier.getValue()));
            if (number.isEmpty()) {
                problems.add(Problem.of(
                        ProblemCode.INVALID_NHS_NUMBER,
                        "This is not an NHS number: it needs ten digits without spaces and a right modulus 11 check digit.",
                        "Patient.identifier[" + i + "].value"));
            } else if (identifier.getUse() != IdentifierUse.OLD && !found.contains(number.get())) {
                found.add(number.get());
            }
        }
        return found;
    }

    // patient_identifier <- Patient.identifier with a value
    private static List<PatientIdentifier> identifiers(Patient patient, List<Problem> problems) {
        if (patient.getIdentifier().stream()
                        .filter(identifier -> !Travelled.is(identifier))
                        .count()
                > MAX_IDENTIFIERS) {
            problems.add(Problem.of(
                    ProblemCode.INVALID_VALUE,
                    "The Patient has more than " + MAX_IDENTIFIERS + " identifiers.",
                    "Patient.identifier"));
            return List.of();
        }
        var found = new LinkedHashMap<String, PatientIdentifier>();
        for (var identifier : patient.getIdentifier()) {
            if (identifier.hasValue()) {
                var system = Optional.ofNullable(identifier.getSystem()).orElse("");
                var kept = new PatientIdentifier(
                        system, identifier.getValue(), isKey(identifier, system), Travelled.is(identifier));
                found.merge(system + "|" + kept.value(), kept, (a, b) -> a.isKey() ? a : b);
            }
        }
        return List.copyOf(found.values());
    }

    private static boolean isKey(Identifier identifier, String system) {
        if (identifier.getUse() == IdentifierUse.OLD || system.isEmpty() || Travelled.is(identifier)) {
            return false;
        }
        return system.equals(IdentifierSystems.NHS_NUMBER)
                || identifier.getType().getCoding().stream()
                        .anyMatch(coding -> IdentifierSystems.TYPE_MRN.equals(coding.getCode())
                                && IdentifierSystems.IDENTIFIER_TYPE.equals(coding.getSystem()));
    }

    // deceased <- Patient.deceased[x]: true, or any time
    private static boolean isDeceased(Patient patient) {
        return patient.hasDeceasedDateTimeType()
                || patient.hasDeceasedBooleanType()
                        && patient.getDeceasedBooleanType().booleanValue();
    }

    // organisations <- Patient.managingOrganization.identifier
    private static Optional<String> custodian(Patient patient) {
        var identifier = patient.getManagingOrganization().getIdentifier();
        return IdentifierSystems.ODS_ORGANISATION.equals(identifier.getSystem()) && identifier.hasValue()
                ? OdsCode.parse(identifier.getValue()).map(OdsCode::value)
                : Optional.empty();
    }

    private static void requireSomething(PatientColumns columns, List<Problem> problems) {
        var isNamed = !columns.family().isEmpty() && columns.birthDate().isPresent();
        if (columns.identifiers().isEmpty() && !isNamed && problems.isEmpty()) {
            problems.add(Problem.of(
                    ProblemCode.MISSING_VALUE,
                    "The Patient cannot be told from others: send an identifier, or a family name and a birth date.",
                    "Patient.identifier",
                    "Patient.name",
                    "Patient.birthDate"));
        }
    }
}
