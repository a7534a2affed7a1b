package org.meridiandx.testkit.identity;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.meridiandx.contracts.api.v1.FindPatientRequest;
import org.meridiandx.contracts.api.v1.FindPatientResponse;
import org.meridiandx.contracts.api.v1.FindPatientResponse.Outcome;
import org.meridiandx.contracts.api.v1.Identifier;
import org.meridiandx.contracts.api.v1.PatientDetail;
import org.meridiandx.contracts.api.v1.PatientDirectoryGrpc;
import org.meridiandx.contracts.events.v1.PatientStanding;

/// Answers which patient an identifier names, from the patients that a test added.
public final class PatientTable extends PatientDirectoryGrpc.PatientDirectoryImplBase {

    /// The identifier system of NHS numbers.
    public static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number";

    private final List<Patient> patients = new CopyOnWriteArrayList<>();
    private final Set<String> deceased = ConcurrentHashMap.newKeySet();
    private final Map<String, String> genders = new ConcurrentHashMap<>();
    private final Map<String, List<String>> labels = new ConcurrentHashMap<>();
    private final Map<String, PatientStanding> standings = new ConcurrentHashMap<>();
    private final Map<String, List<PatientDetail>> details = new ConcurrentHashMap<>();
    private final Set<String> restricted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean unavailable;
    private volatile boolean unlabelled;
    private volatile boolean hangs;

    PatientTable() {}

    /// One synthetic patient.
    ///
    /// @param id Patient.id
    /// @param nhsNumber ten digits, 999 000 0000 to 999 999 9999
    /// @param birthDate YYYY-MM-DD
    /// @param identifiers further identifiers, e.g. hospital numbers
    public record Patient(String id, String nhsNumber, String birthDate, List<Identifier> identifiers) {
        public Patient {
            identifiers = List.copyOf(identifiers);
        }

        private boolean has(Identifier identifier) {
            return (identifier.getSystem().equals(NHS_NUMBER)
                            && identifier.getValue().equals(nhsNumber))
                    || identifiers.contains(identifier);
        }
    }

    /// Adds a patient with an NHS number only.
    public void add(String id, String nhsNumber, String birthDate) {
        add(new Patient(id, nhsNumber, birthDate, List.of()));
    }

    /// Adds a patient.
    public void add(Patient patient) {
        patients.add(patient);
    }

    /// The NHS number under which a patient was added.
    String nhsNumberOf(String id) {
        return first(patient -> patient.id().equals(id)).orElseThrow().nhsNumber();
    }

    /// Has a patient die.
    ///
    /// @param id Patient.id
    public void die(String id) {
        deceased.add(id);
    }

    /// Has a patient be of this sex.
    ///
    /// @param gender as FHIR codes it
    public void gender(String id, String gender) {
        genders.put(id, gender);
    }

    /// Gives a patient's record security labels.
    ///
    /// @param codes of meta.security
    public void label(String id, String... codes) {
        labels.put(id, List.of(codes));
    }

    /// Has somebody have said a name, an address or a practice of a patient.
    public void detail(String id, PatientDetail detail) {
        details.computeIfAbsent(id, any -> new CopyOnWriteArrayList<>()).add(detail);
    }

    /// Hides where a patient is, as identity-service does for one who is restricted: by then the
    /// details that were added tell neither address nor practice.
    public void restrict(String id) {
        restricted.add(id);
    }

    /// Says for which patient a record counts from now on, as a merge or an unmerge does.
    ///
    /// @return the same with its version, for the event that tells it
    public PatientStanding stand(String recordedId, String patientId) {
        return standings.merge(
                recordedId,
                standing(recordedId, patientId, 1),
                (old, first) -> standing(recordedId, patientId, old.getVersion() + 1));
    }

    /// Makes every question fail with UNAVAILABLE, or answers again.
    public void unavailable(boolean gone) {
        unavailable = gone;
    }

    /// From now on no question is ever answered, or they are again.
    public void hang(boolean stuck) {
        hangs = stuck;
    }

    /// Makes answers leave out labels, as a service does that is older than they are, or tells them
    /// again.
    public void unlabelled(boolean older) {
        unlabelled = older;
    }

    /// How often somebody was asked for since the start or the last reset.
    public int asked() {
        return asked.get();
    }

    /// Forgets all patients.
    public void reset() {
        asked.set(0);
        patients.clear();
        deceased.clear();
        genders.clear();
        labels.clear();
        details.clear();
        restricted.clear();
        standings.clear();
        unavailable = false;
        hangs = false;
        unlabelled = false;
    }

    @Override
    public void find(FindPatientRequest request, StreamObserver<FindPatientResponse> answer) {
        if (hangs) {
            return;
        }
        if (unavailable) {
            answer.onError(Status.UNAVAILABLE.asRuntimeException());
            return;
        }
        asked.incrementAndGet();
        answer.onNext(find(request).map(found -> response(request, found)).orElseGet(PatientTable::unknown));
        answer.onCompleted();
    }

    private Optional<Patient> find(FindPatientRequest request) {
        if (!request.getPatientId().isEmpty()) {
            return first(patient -> patient.id().equals(request.getPatientId()));
        }
        return request.getIdentifiersList().stream()
                .flatMap(identifier -> first(patient -> patient.has(identifier)).stream())
                .findFirst();
    }

    private Optional<Patient> first(Predicate<Patient> wanted) {
        return patients.stream().filter(wanted).findFirst();
    }

    private FindPatientResponse response(FindPatientRequest request, Patient found) {
        String birthDate = request.getBirthDate();
        if (!birthDate.isEmpty() && !birthDate.equals(found.birthDate())) {
            return FindPatientResponse.newBuilder().setOutcome(Outcome.CONFLICT).build();
        }
        var standing = standings.getOrDefault(found.id(), standing(found.id(), found.id(), 0));
        var inForce =
                first(patient -> patient.id().equals(standing.getPatientId())).orElse(found);
        var answer = FindPatientResponse.newBuilder()
                .setOutcome(Outcome.FOUND)
                .setPatientId(standing.getPatientId())
                .setNhsNumber(inForce.nhsNumber())
                .setDeceased(deceased.contains(inForce.id()))
                .setRecordedPatientId(found.id())
                .setStandingVersion(standing.getVersion());
        if (request.getDemographics()) {
            answer.setBirthDate(found.birthDate())
                    .setGender(genders.getOrDefault(found.id(), ""))
                    .addAllSecurityLabels(unlabelled ? List.of() : labels.getOrDefault(found.id(), List.of()))
                    .setLabelsTold(!unlabelled);
        }
        if (request.getDetails() && !unlabelled) {
            var isHidden = restricted.contains(inForce.id());
            details.getOrDefault(inForce.id(), List.of()).stream()
                    .filter(detail -> !isHidden || detail.getGroup().equals("name"))
                    .forEach(answer::addDetails);
            answer.setDetailsTold(true).setDetailsHidden(isHidden);
        }
        if (request.getName()) {
            answer.setFamilyName("TEST").setGivenNames(inForce.id());
        }
        return answer.build();
    }

    private static PatientStanding standing(String recordedId, String patientId, long version) {
        return PatientStanding.newBuilder()
                .setRecordedPatientId(recordedId)
                .setPatientId(patientId)
                .setVersion(version)
                .build();
    }

    private static FindPatientResponse unknown() {
        return FindPatientResponse.newBuilder().setOutcome(Outcome.UNKNOWN).build();
    }
}
