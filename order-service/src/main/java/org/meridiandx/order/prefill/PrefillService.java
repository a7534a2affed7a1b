package org.meridiandx.order.prefill;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import org.hl7.fhir.r4.model.Parameters;
import org.meridiandx.access.Caller;
import org.meridiandx.directory.PatientDetails;
import org.meridiandx.directory.PatientDirectoryClient;
import org.meridiandx.order.guidance.GuidanceService;
import org.meridiandx.order.guidance.rules.record.PatientRecord;

/// Fills drafts from the record.
@ApplicationScoped
public class PrefillService {
    private final GuidanceService guidance;
    private final PatientDirectoryClient patients;
    private final Clock clock;

    PrefillService(GuidanceService guidance, PatientDirectoryClient patients, Clock clock) {
        this.guidance = guidance;
        this.patients = patients;
        this.clock = clock;
    }

    /// @return `Parameters` with the draft and each value with its source; fails with
    ///     [ProblemException] 403, 422 or 503 for the patient alone: what else could not be asked
    ///     is told as unchecked. Asking again is safe
    Uni<Parameters> prepare(Caller caller, PrefillParameters asked) {
        return guidance.record(caller, asked.patientId())
                .chain(record -> patients.details(record.person().patientId())
                        .map(details -> answer(caller, asked, new Known(record, details))));
    }

    /// @param details empty where they could not be asked
    private record Known(PatientRecord record, Optional<PatientDetails> details) {}

    private Parameters answer(Caller caller, PrefillParameters asked, Known known) {
        var now = clock.instant();
        var record = known.record();
        var values = new PrefilledValues(guidance.sources().results(), now);
        var answer = new Parameters();
        answer.addParameter()
                .setName("request")
                .setResource(DraftRequest.of(caller, asked, record, values.used(record), now));
        new PrefilledPerson(record.person(), now).addTo(answer, known.details());
        values.addTo(answer, record);
        return answer;
    }
}
