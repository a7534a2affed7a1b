package org.meridiandx.order.cdshooks;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.access.Caller;
import org.meridiandx.directory.Demographics;
import org.meridiandx.directory.PatientAnswer;
import org.meridiandx.directory.PatientDirectoryClient;
import org.meridiandx.directory.PatientDirectoryClient.Looked;
import org.meridiandx.directory.PatientQuery;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.order.cdshooks.calls.HookRequest;
import org.meridiandx.order.cdshooks.calls.HookRequest.SentPatient;
import org.meridiandx.order.guidance.rules.facts.FactValue;
import org.meridiandx.order.guidance.rules.facts.Facts;
import org.meridiandx.order.guidance.rules.facts.Vocabulary;

/// Finds out which patient of the region an EHR speaks of. Its patient id says that only where the
/// EHR works on the region's own FHIR server, or names no server and sends no NHS number; else the
/// NHS number does, together with the birth date.
@ApplicationScoped
class PatientLookup {
    /// In the same words whether there is no such patient or one whose record is closed to the
    /// caller: who is none of theirs is not told either.
    static final String CLOSED = "The region's record was not looked at: it holds nobody of this NHS number and date of"
            + " birth whose record you may read. Check both, and your relationship with the patient.";

    static final String AWAY = "The region's record was not looked at: it cannot be reached at the moment.";

    private static final String FHIR = "/fhir/R4";

    private final PatientDirectoryClient directory;
    private final PatientFetch fetch;
    private final URI ownServer;

    PatientLookup(
            PatientDirectoryClient directory,
            PatientFetch fetch,
            @ConfigProperty(name = "meridian.issuer") String baseUrl) {
        this.directory = directory;
        this.fetch = fetch;
        this.ownServer = URI.create(baseUrl + FHIR);
    }

    /// What is known of the patient before the record is looked at.
    ///
    /// @param regionId Patient.id here; empty where it is not known
    /// @param demographics of that patient, where the same answer told them
    /// @param unchecked why not, in words
    record Known(
            Optional<SentPatient> sent,
            Optional<String> regionId,
            Optional<Demographics> demographics,
            List<String> unchecked) {
        private static final ZoneId HERE = ZoneId.of("Europe/London");
        private static final BigDecimal MONTHS = BigDecimal.valueOf(12);
        private static final int OLDEST = 130;

        Known {
            unchecked = List.copyOf(unchecked);
        }

        /// Age and sex as the EHR told them.
        Facts facts(Vocabulary vocabulary, Clock clock) {
            var facts = Facts.none(vocabulary);
            var age = sent.flatMap(SentPatient::birthDate).flatMap(date -> age(date, clock));
            if (age.isPresent()) {
                facts = facts.with(vocabulary.require("age"), new FactValue.Amount(age.get()));
            }
            var sex = sent.flatMap(SentPatient::gender).map(Known::sex);
            return sex.isPresent() ? facts.with("sex", sex.get()) : facts;
        }

        private static Optional<BigDecimal> age(LocalDate birthDate, Clock clock) {
            long months = ChronoUnit.MONTHS.between(birthDate, LocalDate.now(clock.withZone(HERE)));
            return months < 0 || months > OLDEST * 12L
                    ? Optional.empty()
                    : Optional.of(BigDecimal.valueOf(months).divide(MONTHS, 2, RoundingMode.DOWN));
        }

        private static String sex(String gender) {
            return gender.equals("female") || gender.equals("male") ? gender : "unknown";
        }

        @Override
        public String toString() {
            return "Known[redacted]";
        }
    }

    /// Never fails: what could not be found out is told.
    Uni<Known> find(Caller caller, HookRequest request) {
        if (isNamedByOurId(request)) {
            return findById(request);
        }
        return fetch.complete(caller, request)
                .chain(fetched -> findByNumber(fetched, request.hook().isAboutOrders()));
    }

    /// Of an EHR that names no server nobody knows whose id it is: an NHS number that comes with it
    /// says who is meant.
    private boolean isNamedByOurId(HookRequest request) {
        return request.fhirServer()
                .map(server -> ownServer.equals(PatientFetch.base(server.address())))
                .orElseGet(
                        () -> request.patient().flatMap(SentPatient::nhsNumber).isEmpty());
    }

    /// An NHS number beside our own id has to be that patient's, under whichever record it was given.
    ///
    /// **Hazard:** the record of whoever was looked at before is shown of this one.
    private Uni<Known> findById(HookRequest request) {
        var byId = new Known(request.patient(), Optional.of(request.patientId()), Optional.empty(), List.of());
        return request.patient()
                .flatMap(SentPatient::nhsNumber)
                .map(number -> Uni.combine()
                        .all()
                        .unis(
                                directory.find(PatientQuery.ofId(request.patientId())),
                                directory.find(PatientQuery.ofIdentifiers(
                                        List.of(new PatientQuery.Key(IdentifierSystems.NHS_NUMBER, number.value())),
                                        "")))
                        .with((named, numbered) -> isSame(named, numbered)
                                ? byId
                                : new Known(
                                        request.patient(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        List.of(whyNot(named, numbered)))))
                .orElseGet(() -> Uni.createFrom().item(byId));
    }

    private static boolean isSame(PatientAnswer named, PatientAnswer numbered) {
        return named instanceof PatientAnswer.Found one
                && numbered instanceof PatientAnswer.Found other
                && one.patientId().equals(other.patientId());
    }

    private static String whyNot(PatientAnswer named, PatientAnswer numbered) {
        var isAway = named instanceof PatientAnswer.Unreachable || numbered instanceof PatientAnswer.Unreachable;
        return isAway ? AWAY : CLOSED;
    }

    /// @param isRecordRead whether the patient's record is looked at next
    private Uni<Known> findByNumber(PatientFetch.Fetched fetched, boolean isRecordRead) {
        var number = fetched.patient().flatMap(SentPatient::nhsNumber);
        if (number.isEmpty()) {
            return notLooked(fetched, "send the prefetch `patient` with its NHS number.");
        }
        var birthDate = fetched.patient().flatMap(SentPatient::birthDate);
        if (birthDate.isEmpty()) {
            return notLooked(fetched, "send the prefetch `patient` with the whole birth date.");
        }
        var key =
                new PatientQuery.Key(IdentifierSystems.NHS_NUMBER, number.get().value());
        var query = new PatientQuery("", List.of(key), birthDate.get().toString());
        return isRecordRead
                ? directory.findWithDemographics(query).map(looked -> known(fetched, looked))
                : directory.find(query).map(answer -> known(fetched, new Looked(answer, Optional.empty())));
    }

    /// **Hazard:** a mistyped number alone finds somebody else.
    private static Uni<Known> notLooked(PatientFetch.Fetched fetched, String whatToDo) {
        var why = new ArrayList<>(fetched.unchecked());
        why.add("The region's record was not looked at: " + whatToDo);
        return Uni.createFrom().item(new Known(fetched.patient(), Optional.empty(), Optional.empty(), why));
    }

    private static Known known(PatientFetch.Fetched fetched, Looked looked) {
        var why = new ArrayList<>(fetched.unchecked());
        var id = Optional.<String>empty();
        switch (looked.answer()) {
            case PatientAnswer.Found found -> id = Optional.of(found.patientId());
            case PatientAnswer.Unknown ignored -> why.add(CLOSED);
            case PatientAnswer.Conflict ignored -> why.add(CLOSED);
            case PatientAnswer.Unreachable ignored -> why.add(AWAY);
        }
        return new Known(fetched.patient(), id, looked.demographics(), why);
    }
}
