package org.meridiandx.order.guidance;

import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hl7.fhir.r4.model.Parameters;
import org.meridiandx.access.Caller;
import org.meridiandx.order.guidance.rules.ScanChoice;
import org.meridiandx.order.guidance.rules.facts.Facts;

/// The scan-choice tool for those who ask.
@Startup
@ApplicationScoped
public class GuidanceService {
    private final ScanChoice tool;
    private final RecordFacts record;

    /// @throws org.meridiandx.order.guidance.rules.facts.ContentException where the content cannot be used: then the
    ///     service does not start
    GuidanceService(RecordFacts record) {
        this.tool = new ScanChoice(ContentFiles.shipped());
        this.record = record;
    }

    /// What suits a patient, what is thought of the examination asked for, what speaks against it and what is missing.
    ///
    /// @param body `Parameters`: a fact each, and perhaps `patient`, whose record fills what is not given
    /// @return `Parameters`; fails with [ProblemException] 400 that names what cannot be taken, 403,
    ///     422 or 503; asking again is safe
    public Uni<Parameters> assess(Caller caller, byte[] body) {
        var asked = new AssessParameters(tool.content().vocabulary()).read(body);
        var none = Facts.none(tool.content().vocabulary());
        return asked.patientId()
                .map(id -> record.of(caller, id, tool.content().vocabulary()))
                .orElseGet(() -> Uni.createFrom().item(none))
                .map(found -> answer(asked.given(), found));
    }

    private Parameters answer(Facts given, Facts found) {
        var facts = found.overriddenBy(given);
        return AssessAnswer.of(tool.assess(facts), facts, found.without(given), tool.content());
    }
}
