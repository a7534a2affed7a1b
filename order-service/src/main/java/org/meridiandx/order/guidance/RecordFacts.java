package org.meridiandx.order.guidance;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.directory.Demographics;
import org.meridiandx.directory.PatientDirectoryClient;
import org.meridiandx.order.guidance.rules.facts.FactValue;
import org.meridiandx.order.guidance.rules.facts.Facts;
import org.meridiandx.order.guidance.rules.facts.Vocabulary;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// What the region's record says about a patient, as facts. Who asks needs to be allowed to read the patient, and it
/// is audited as a read.
@ApplicationScoped
class RecordFacts {
    private static final String TYPE = "Patient";
    private static final ZoneId HERE = ZoneId.of("Europe/London");
    private static final BigDecimal MONTHS = BigDecimal.valueOf(12);

    private final PatientDirectoryClient patients;
    private final Access access;
    private final AuditTrail audit;
    private final Clock clock;

    RecordFacts(PatientDirectoryClient patients, Access access, AuditTrail audit, Clock clock) {
        this.patients = patients;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
    }

    /// @return facts of the vocabulary; fails with [ProblemException] 403, 422 or 503
    Uni<Facts> of(Caller caller, String patientId, Vocabulary vocabulary) {
        return readable(caller, patientId)
                .chain(found -> inForce(patientId, found))
                .map(person -> facts(person, vocabulary));
    }

    /// Decided with the patient's labels and written down before anything of it is told.
    private Uni<Demographics> readable(Caller caller, String patientId) {
        return patients.demographics(patientId)
                .call(found -> access.require(caller, question(patientId, found)))
                .map(found -> found.orElseThrow(RecordFacts::unknown))
                .call(found ->
                        audit.record(caller, List.of(AuditEntry.read(TYPE, found.patientId(), found.patientId()))));
    }

    /// A patient's own security labels count as those of any record do; of somebody unknown none do.
    private static AccessRequest question(String patientId, Optional<Demographics> found) {
        return AccessRequest.of(Action.READ, TYPE, patientId, Set.of())
                .labelled(found.map(Demographics::labels).orElse(Set.of()));
    }

    /// Of a record that was merged, what its survivor says.
    private Uni<Demographics> inForce(String patientId, Demographics asked) {
        return (asked.patientId().equals(patientId)
                        ? Uni.createFrom().item(asked)
                        : patients.demographics(asked.patientId())
                                .map(found -> found.orElseThrow(RecordFacts::unknown)))
                .invoke(RecordFacts::requireAlive);
    }

    private static void requireAlive(Demographics person) {
        if (person.isDeceased()) {
            throw ProblemException.of(
                    ProblemCode.BUSINESS_RULE,
                    "The patient is recorded as deceased; nothing can be ordered. Check the patient's record.",
                    "Parameters.parameter");
        }
    }

    private Facts facts(Demographics person, Vocabulary vocabulary) {
        var facts = Facts.none(vocabulary);
        if (person.birthDate().isPresent()) {
            facts = facts.with(
                    vocabulary.require("age"),
                    new FactValue.Amount(age(person.birthDate().get())));
        }
        var sex = person.gender().map(RecordFacts::sex);
        return sex.isPresent() ? facts.with("sex", sex.get()) : facts;
    }

    /// Years and months, so that an infant's age is told in parts of a year.
    private BigDecimal age(LocalDate birthDate) {
        long months = ChronoUnit.MONTHS.between(birthDate, LocalDate.now(clock.withZone(HERE)));
        return BigDecimal.valueOf(months).divide(MONTHS, 2, RoundingMode.DOWN);
    }

    /// `sex` <- Patient.gender; `other` says nothing about the body.
    private static String sex(String gender) {
        return switch (gender) {
            case "female", "male" -> gender;
            default -> "unknown";
        };
    }

    private static ProblemException unknown() {
        return ProblemException.of(
                ProblemCode.UNKNOWN_PATIENT, "The region does not know this patient.", "Parameters.parameter");
    }
}
