package org.meridiandx.identity.pools;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Parameters to what they ask for, and back. Each fault is a [ProblemException] 400 or 422 that
/// names the parameter.
final class PoolParameters {
    private static final Set<String> FOCUS = Set.of("ServiceRequest", "ImagingStudy");
    private static final int LONGEST_NAME = 100;

    private PoolParameters() {}

    static String nameIn(Parameters asked) {
        var name = asked.getParameterValue("name") instanceof StringType text && text.hasValue()
                ? text.getValue().strip()
                : "";
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.indexOf(0) >= 0) {
            throw missing("name", "Send name, of at most " + LONGEST_NAME + " characters.");
        }
        return name;
    }

    /// `organisation`, an Identifier with an ODS code, and for one person who works there `practitioner`,
    /// a Reference.
    static PoolMember memberIn(Parameters asked) {
        if (!(asked.getParameterValue("organisation") instanceof Identifier identifier)
                || !IdentifierSystems.ODS_ORGANISATION.equals(identifier.getSystem())) {
            throw missing("organisation", "Send organisation as an Identifier with the ODS code.");
        }
        var organisation = OdsCode.parse(String.valueOf(identifier.getValue()))
                .orElseThrow(() -> missing("organisation", "organisation is not an ODS code."));
        if (!asked.hasParameter("practitioner")) {
            return new PoolMember(organisation.value(), "");
        }
        var person = referenceIn(asked, "practitioner");
        if (!person.type().equals("Practitioner")) {
            throw missing("practitioner", "Send practitioner as a Reference (Practitioner/id).");
        }
        return new PoolMember(organisation.value(), person.toString());
    }

    static Assignment.Focus focusIn(Parameters asked) {
        var focus = referenceIn(asked, "focus");
        if (!FOCUS.contains(focus.type())) {
            throw missing("focus", "Send focus as a Reference to a ServiceRequest or an ImagingStudy.");
        }
        return focus;
    }

    /// Patient.id, where it is named.
    static Optional<String> patientIn(Parameters asked) {
        if (!asked.hasParameter("patient")) {
            return Optional.empty();
        }
        var patient = referenceIn(asked, "patient");
        if (!patient.type().equals("Patient")) {
            throw missing("patient", "Send patient as a Reference (Patient/id).");
        }
        return Optional.of(patient.id());
    }

    /// The end that is asked for, not after the last possible one.
    static Instant untilIn(Parameters asked, Instant now, Instant last) {
        if (!asked.hasParameter("until")) {
            return last;
        }
        if (!(asked.getParameterValue("until") instanceof DateTimeType until) || until.getValue() == null) {
            throw missing("until", "Send until as a dateTime.");
        }
        var end = until.getValue().toInstant();
        if (!end.isAfter(now)) {
            throw ProblemException.of(ProblemCode.INVALID_VALUE, "until is in the past.", "until");
        }
        return end.isBefore(last) ? end : last;
    }

    static Parameters toParameters(List<ReportingPool> pools) {
        var answer = new Parameters();
        pools.forEach(pool -> tell(answer, pool));
        return answer;
    }

    static void tell(Parameters answer, ReportingPool pool) {
        var told = answer.addParameter().setName("reporting-pool");
        told.addPart().setName("id").setValue(new StringType(pool.id().toString()));
        told.addPart().setName("organisation").setValue(odsOf(pool.organisation()));
        told.addPart().setName("name").setValue(new StringType(pool.name()));
    }

    static void tell(Parameters answer, PoolMember member) {
        var told = answer.addParameter().setName("member");
        told.addPart().setName("organisation").setValue(odsOf(member.organisation()));
        if (!member.person().isEmpty()) {
            told.addPart().setName("practitioner").setValue(new Reference(member.person()));
        }
    }

    static void tell(Parameters answer, Assignment given) {
        var told = answer.addParameter().setName("assignment");
        told.addPart().setName("focus").setValue(new Reference(given.focus().toString()));
        told.addPart().setName("patient").setValue(new Reference("Patient/" + given.patientId()));
        time(told, "since", given.since());
        time(told, "until", given.until());
    }

    private static void time(ParametersParameterComponent told, String name, Instant at) {
        told.addPart().setName(name).setValue(new DateTimeType(Date.from(at)));
    }

    private static Identifier odsOf(String organisation) {
        return new Identifier().setSystem(IdentifierSystems.ODS_ORGANISATION).setValue(organisation);
    }

    private static Assignment.Focus referenceIn(Parameters asked, String name) {
        if (asked.getParameterValue(name) instanceof Reference reference
                && reference.getReferenceElement().hasIdPart()
                && reference.getReferenceElement().hasResourceType()
                && reference.getReferenceElement().getIdPart().matches("[A-Za-z0-9.-]{1,64}")) {
            var element = reference.getReferenceElement();
            return new Assignment.Focus(element.getResourceType(), element.getIdPart());
        }
        throw missing(name, "Send " + name + " as a Reference (Type/id).");
    }

    private static ProblemException missing(String name, String detail) {
        return ProblemException.of(ProblemCode.MISSING_VALUE, detail, name);
    }
}
