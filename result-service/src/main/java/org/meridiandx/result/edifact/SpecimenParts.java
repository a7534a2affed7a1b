package org.meridiandx.result.edifact;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.meridiandx.feeds.Hl7Times;
import org.meridiandx.feeds.Sender;
import org.meridiandx.result.resources.ResourceTree;

/// Specimen <- S16: SPC, RFF, DTM, QTY, FTX.
final class SpecimenParts {
    private SpecimenParts() {}

    static ObjectNode map(List<EdifactSegment> segments, Sender sender) {
        var specimen = ResourceTree.resource("Specimen");
        var byRequester = ReportParts.reference(segments, "RTI");
        if (!byRequester.isEmpty()) { // identifier <- RFF+RTI
            specimen.putArray("identifier")
                    .addObject()
                    .put("system", sender.system("", "specimen-requester"))
                    .put("value", byRequester);
        }
        var byLaboratory = ReportParts.reference(segments, "STI");
        if (!byLaboratory.isEmpty()) { // accessionIdentifier <- RFF+STI
            specimen.putObject("accessionIdentifier")
                    .put("system", sender.system("", "specimen"))
                    .put("value", byLaboratory);
        }
        specimen.put("status", "available");
        for (var segment : segments) {
            if (segment.is("SPC")
                    && segment.text(0).equals("TSP")
                    && !segment.text(1, 3).isEmpty()) {
                specimen.putObject("type").put("text", segment.text(1, 3)); // type <- SPC+TSP
            } else if (segment.is("SPC") && !segment.text(0).equals("TSP")) {
                note(specimen, ("Characteristic " + segment.text(0) + " " + segment.text(1, 3)).strip());
            } else if (segment.is("QTY")) {
                note(specimen, ("Quantity " + segment.text(0, 1) + " " + segment.text(0, 2)).strip()); // note <- QTY
            }
        }
        Hl7Times.dateTime(ReportParts.time(segments, "SRI"))
                .ifPresent(time -> specimen.put("receivedTime", time)); // receivedTime <- DTM+SRI
        Hl7Times.dateTime(ReportParts.time(segments, "SCO"))
                .ifPresent(time -> specimen.putObject("collection").put("collectedDateTime", time)); // <- DTM+SCO
        ReportParts.texts(segments, "SPC").forEach(text -> note(specimen, text)); // note <- FTX+SPC
        return specimen;
    }

    private static void note(ObjectNode specimen, String text) {
        specimen.withArray("/note").addObject().put("text", text);
    }
}
