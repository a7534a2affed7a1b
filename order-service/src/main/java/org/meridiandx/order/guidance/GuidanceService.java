package org.meridiandx.order.guidance;

import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Parameters;
import org.meridiandx.access.Caller;
import org.meridiandx.directory.Demographics;
import org.meridiandx.order.guidance.record.PatientRecords;
import org.meridiandx.order.guidance.rules.Completeness;
import org.meridiandx.order.guidance.rules.GuidanceContent;
import org.meridiandx.order.guidance.rules.ScanChoice;
import org.meridiandx.order.guidance.rules.facts.Facts;
import org.meridiandx.order.guidance.rules.record.FoundFacts;
import org.meridiandx.order.guidance.rules.record.PatientRecord;
import org.meridiandx.order.guidance.rules.record.RecordReader;
import org.meridiandx.order.guidance.rules.record.RecordSources;
import org.meridiandx.order.guidance.rules.record.RecordSourcesReader;

/// The scan-choice tool for those who ask.
@Startup
@ApplicationScoped
public class GuidanceService {
    private final ScanChoice tool;
    private final RecordReader reader;
    private final List<String> resultCodes;
    private final PatientRecords records;
    private final Clock clock;

    /// @throws org.meridiandx.order.guidance.rules.facts.ContentException where the content cannot
    ///     be used: then the service does not start
    GuidanceService(PatientRecords records, Clock clock) {
        this.tool = new ScanChoice(ContentFiles.shipped());
        this.reader = new RecordReader(
                tool.content().vocabulary(),
                RecordSourcesReader.read(
                        ContentFiles.shipped("record-facts.yaml"),
                        ContentFiles.shipped("imaging-guidelines.yaml"),
                        tool.content().vocabulary()));
        this.resultCodes = reader.sources().results().codes();
        this.records = records;
        this.clock = clock;
    }

    /// What is decided by.
    public GuidanceContent content() {
        return tool.content();
    }

    /// By which results and studies the record fills facts.
    public RecordSources sources() {
        return reader.sources();
    }

    /// What suits a patient, what is thought of the examination asked for, what speaks against it
    /// and what is missing.
    ///
    /// @param body `Parameters`: a fact each, and perhaps `patient`, whose record fills what is
    ///     not given
    /// @return `Parameters`; fails with [ProblemException] 400 that names what cannot be taken,
    ///     403,
    ///     422 or 503; asking again is safe
    public Uni<Parameters> assess(Caller caller, byte[] body) {
        var asked = new AssessParameters(tool.content().vocabulary()).read(body);
        return assess(caller, asked.patientId(), asked.given())
                .map(assessed -> AssessAnswer.of(assessed, tool.content()));
    }

    private Uni<Assessed> assess(Caller caller, Optional<String> patientId, Facts given) {
        return patientId
                .map(id -> record(caller, id).map(Optional::of))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .map(record -> assess(record, given));
    }

    /// The same for facts that were read already.
    ///
    /// @param record fills what is not given; where results or studies could not be asked,
    ///     [FoundFacts#unchecked] says so
    /// @param given counts before what the record says
    public Assessed assess(Optional<PatientRecord> record, Facts given) {
        var found = record.map(known -> reader.read(known, given, clock.instant()))
                .orElseGet(() -> FoundFacts.none(tool.content().vocabulary()));
        return assessed(given, found);
    }

    /// An assessment as `$assess` tells it.
    public Parameters told(Assessed assessed) {
        return AssessAnswer.of(assessed, tool.content());
    }

    /// What the region knows of a patient, as far as the caller may see it.
    ///
    /// @param patientId Patient.id; the caller needs to be allowed to read it
    /// @return fails with [ProblemException] 403, 422 or 503 for the patient alone; asking again is
    ///     safe
    public Uni<PatientRecord> record(Caller caller, String patientId) {
        return records.of(caller, patientId, resultCodes);
    }

    /// The same for a patient in force about whom identity-service has just been asked.
    public Uni<PatientRecord> record(Caller caller, Demographics patient) {
        return records.of(caller, patient, resultCodes);
    }

    private Assessed assessed(Facts given, FoundFacts found) {
        var facts = found.facts().overriddenBy(given);
        var completeness = Completeness.of(facts, tool.content().vocabulary());
        return new Assessed(tool.assess(facts), completeness, facts, found.without(given));
    }
}
