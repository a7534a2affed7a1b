package org.meridiandx.identity.patients;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.hl7.fhir.r4.model.HumanName;
import org.meridiandx.contracts.api.v1.FindPatientRequest;
import org.meridiandx.contracts.api.v1.FindPatientResponse;
import org.meridiandx.contracts.api.v1.FindPatientResponse.Outcome;
import org.meridiandx.contracts.api.v1.PatientDirectory;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.identity.patients.content.PatientIdentifier;

/// Finds the one patient that identifiers name; never guesses between two.
@GrpcService
class PatientDirectoryGrpcService implements PatientDirectory {
    private static final int MAX_IDENTIFIERS = 50;
    private final PatientService patients;
    private final PatientHistoryService history;

    PatientDirectoryGrpcService(PatientService patients, PatientHistoryService history) {
        this.patients = patients;
        this.history = history;
    }

    @Override
    public Uni<FindPatientResponse> find(FindPatientRequest request) {
        var matches = request.getPatientId().isEmpty()
                ? patients.match(identifiersOf(request))
                : patients.matchId(request.getPatientId());
        return matches.map(found -> answer(found, request))
                .chain(answer -> named(answer, request))
                .chain(answer -> request.getDetails() && answer.getOutcome() == Outcome.FOUND
                        ? history.detailed(answer)
                        : Uni.createFrom().item(answer))
                .chain(answer -> request.getDemographics()
                        ? labelled(answer)
                        : Uni.createFrom().item(answer));
    }

    private Uni<FindPatientResponse> named(FindPatientResponse answer, FindPatientRequest request) {
        return request.getName() && answer.getOutcome() == Outcome.FOUND
                ? patients.nameOf(answer.getPatientId())
                        .map(name -> name.map(known -> named(answer, known)).orElse(answer))
                : Uni.createFrom().item(answer);
    }

    private static FindPatientResponse named(FindPatientResponse answer, HumanName name) {
        return answer.toBuilder()
                .setFamilyName(name.hasFamily() ? name.getFamily() : "")
                .setGivenNames(name.getGivenAsSingleString())
                .build();
    }

    private Uni<FindPatientResponse> labelled(FindPatientResponse answer) {
        return patients.labels(answer.getPatientId())
                .map(labels -> answer.toBuilder()
                        .addAllSecurityLabels(labels)
                        .setLabelsTold(true)
                        .build());
    }

    /// Identifiers that name two patients are a conflict, and so is another birth date: the wrong
    /// patient is worse than none.
    static FindPatientResponse answer(List<PatientMatch> matches, FindPatientRequest request) {
        var ids = matches.stream().map(PatientMatch::patientId).distinct().count();
        if (ids == 0) {
            return of(Outcome.UNKNOWN);
        }
        var match = nearest(matches);
        var known = matches.stream()
                .flatMap(found -> found.birthDate().stream())
                .map(Object::toString)
                .toList();
        var birthDate = request.getBirthDate();
        var differs = !birthDate.isEmpty() && !known.isEmpty() && !known.contains(birthDate);
        if (ids > 1 || differs) {
            return of(Outcome.CONFLICT);
        }
        var answer = FindPatientResponse.newBuilder()
                .setOutcome(Outcome.FOUND)
                .setPatientId(match.patientId())
                .setNhsNumber(match.survivingNhsNumber().map(NhsNumber::value).orElse(""))
                .setDeceased(match.deceased())
                .setRecordedPatientId(match.recordId())
                .setStandingVersion(match.standingVersion());
        if (request.getDemographics()) {
            match.birthDate().map(Object::toString).ifPresent(answer::setBirthDate);
            match.gender().ifPresent(answer::setGender);
        }
        return answer.build();
    }

    /// Where the identifiers name several records of one patient, the survivor: whoever names it knows
    /// of the merge.
    private static PatientMatch nearest(List<PatientMatch> matches) {
        return matches.stream()
                .filter(match -> match.recordId().equals(match.patientId()))
                .findFirst()
                .orElse(matches.getFirst());
    }

    private static List<PatientIdentifier> identifiersOf(FindPatientRequest request) {
        return request.getIdentifiersList().stream()
                .filter(identifier -> !identifier.getValue().isEmpty())
                .limit(MAX_IDENTIFIERS)
                .map(identifier -> new PatientIdentifier(identifier.getSystem(), identifier.getValue(), true))
                .toList();
    }

    private static FindPatientResponse of(Outcome outcome) {
        return FindPatientResponse.newBuilder().setOutcome(outcome).build();
    }
}
