package org.meridiandx.order.cdshooks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.meridiandx.access.Caller;
import org.meridiandx.order.cdshooks.PatientLookup.Known;
import org.meridiandx.order.cdshooks.calls.HookRequest;
import org.meridiandx.order.guidance.GuidanceService;
import org.meridiandx.order.guidance.record.RecordConfig;
import org.meridiandx.order.guidance.rules.record.PatientRecord;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// The patient of a call and the record, looked at once for all its orders, in the time that an EHR
/// waits.
@ApplicationScoped
class RecordLook {
    private static final Logger LOG = Logger.getLogger(RecordLook.class);

    private final PatientLookup patients;
    private final GuidanceService guidance;
    private final OpenRequests open;
    private final HookConfig config;
    private final RecordConfig sources;

    RecordLook(
            PatientLookup patients,
            GuidanceService guidance,
            OpenRequests open,
            HookConfig config,
            RecordConfig sources) {
        this.patients = patients;
        this.guidance = guidance;
        this.open = open;
        this.config = config;
        this.sources = sources;
    }

    /// @param record empty where it is not known, closed, away or late
    /// @param open requests of the patient; none where the record is closed
    /// @param unchecked why, in words
    record Looked(Known known, Optional<PatientRecord> record, List<ObjectNode> open, List<String> unchecked) {
        Looked {
            open = List.copyOf(open);
            unchecked = List.copyOf(unchecked);
        }

        /// Of a record that is closed, its requests are too.
        private Looked with(OpenRequests.Found found) {
            if (record.isEmpty()) {
                return this;
            }
            var why = new ArrayList<>(unchecked);
            found.gap().ifPresent(why::add);
            return new Looked(known, record, found.requests(), why);
        }
    }

    /// Never fails: where the record is closed to this caller, late, or nobody can say, the request
    /// alone is assessed, and the cards say so.
    Uni<Looked> look(Caller caller, HookRequest request) {
        var fetching =
                request.patient().isEmpty() && request.fhirServer().isPresent() ? config.fetchTimeout() : Duration.ZERO;
        return found(patients.find(caller, request), config.recordTimeout().plus(fetching), request)
                .chain(known -> inTime(look(caller, known), config.recordTimeout(), known));
    }

    /// @return what the EHR said of the patient alone where it takes longer
    static Uni<Known> found(Uni<Known> asked, Duration patience, HookRequest request) {
        return asked.ifNoItem()
                .after(patience)
                .recoverWithItem(() ->
                        new Known(request.patient(), Optional.empty(), Optional.empty(), List.of(PatientLookup.AWAY)));
    }

    /// **Hazard:** an answer that comes too late is none: the EHR goes on without it, and nobody is
    /// told what was not looked at.
    ///
    /// @return without the record where it takes longer
    static Uni<Looked> inTime(Uni<Looked> asked, Duration patience, Known known) {
        return asked.ifNoItem().after(patience).recoverWithItem(() -> without(known, ProblemCode.UNAVAILABLE));
    }

    private Uni<Looked> look(Caller caller, Known known) {
        if (known.regionId().isEmpty()) {
            return Uni.createFrom().item(new Looked(known, Optional.empty(), List.of(), known.unchecked()));
        }
        var id = known.regionId().get();
        return Uni.combine()
                .all()
                .unis(record(caller, known, id), inTime(open.of(caller, id), sources.timeout()))
                .with(Looked::with);
    }

    /// **Hazard:** what the record says is not told, because the open requests were late.
    ///
    /// @return none, and why, where they cannot be searched in time
    static Uni<OpenRequests.Found> inTime(Uni<OpenRequests.Found> asked, Duration patience) {
        return asked.ifNoItem().after(patience).fail().onFailure().recoverWithItem(away -> {
            LOG.warnf("open requests were not looked at: %s", away.getClass().getSimpleName());
            return new OpenRequests.Found(List.of(), Optional.of(OpenRequests.AWAY));
        });
    }

    private Uni<Looked> record(Caller caller, Known known, String patientId) {
        var looked = known.demographics()
                .map(patient -> guidance.record(caller, patient))
                .orElseGet(() -> guidance.record(caller, patientId));
        return looked.map(record -> new Looked(known, Optional.of(record), List.of(), known.unchecked()))
                .onFailure(ProblemException.class)
                .recoverWithItem(refused ->
                        without(known, ((ProblemException) refused).problem().code()));
    }

    private static Looked without(Known known, ProblemCode refused) {
        var why = new ArrayList<>(known.unchecked());
        why.add(reason(refused));
        return new Looked(known, Optional.empty(), List.of(), why);
    }

    private static String reason(ProblemCode code) {
        return switch (code) {
            case ACCESS_DENIED, UNKNOWN_PATIENT, NOT_FOUND -> PatientLookup.CLOSED;
            case INSUFFICIENT_SCOPE ->
                "The region's record was not looked at: this client may not read patients. Ask for system/Patient.r.";
            case BUSINESS_RULE ->
                "The region's record was not looked at: it says that the patient has died. Check the patient's record.";
            default -> PatientLookup.AWAY;
        };
    }
}
