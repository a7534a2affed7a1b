package org.meridiandx.order.prefill;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.hl7.fhir.r4.model.Parameters;
import org.meridiandx.access.Caller;
import org.meridiandx.order.guidance.GuidanceService;
import org.meridiandx.order.guidance.rules.record.PatientRecord;

/// Fills drafts from the record.
@ApplicationScoped
public class PrefillService {
    private final GuidanceService guidance;
    private final Clock clock;

    PrefillService(GuidanceService guidance, Clock clock) {
        this.guidance = guidance;
        this.clock = clock;
    }

    /// @return `Parameters` with the draft and each value with its source; fails with
    ///     [ProblemException] 403, 422 or 503 for the patient alone: what else could not be asked
    ///     is told as unchecked. Asking again is safe
    Uni<Parameters> prepare(Caller caller, PrefillParameters asked) {
        return guidance.record(caller, asked.patientId()).map(record -> answer(caller, asked, record));
    }

    private Parameters answer(Caller caller, PrefillParameters asked, PatientRecord record) {
        var now = clock.instant();
        var values = new PrefilledValues(guidance.sources().results(), now);
        var answer = new Parameters();
        answer.addParameter()
                .setName("request")
                .setResource(DraftRequest.of(caller, asked, record, values.used(record), now));
        values.addTo(answer, record);
        return answer;
    }
}
