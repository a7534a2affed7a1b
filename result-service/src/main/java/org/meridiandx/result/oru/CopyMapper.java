package org.meridiandx.result.oru;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.hl7v2.Hl7Field;
import org.meridiandx.hl7v2.Hl7Segment;

/// Whom a report names for copies: organisations by ODS code. Persons are the order's, and dropped.
///
/// **Source:** HL7 v2.5.1 chapter 7.4.1.28 (OBR-28); v2.7 chapter 7.3.4 (PRT), table 0912.
final class CopyMapper {
    private static final String COPY_TO = "urn:meridian:extension:copy-to";
    private static final String ODS = "ODS";
    private static final String RESULT_COPIES_TO = "RCT";

    private CopyMapper() {}

    /// extension copy-to <- OBR-28.1 of the authority ODS (28.9); PRT-8.10, else PRT-8.3, where
    /// PRT-4 is RCT
    static void map(ObjectNode report, OrderGroup group) {
        var obr = group.obr;
        var persons = obr == null ? Stream.<Hl7Field>empty() : obr.repetitions(28).stream();
        var named = persons.filter(
                        person -> person.component(9).filter(ODS::equals).isPresent())
                .map(person -> person.component(1));
        var codes = new TreeSet<String>();
        Stream.concat(named, group.participants.stream().map(CopyMapper::participant))
                .flatMap(Optional::stream)
                .map(OdsCode::parse)
                .flatMap(Optional::stream)
                .forEach(code -> codes.add(code.value()));
        for (var code : codes) {
            report.withArray("/extension")
                    .addObject()
                    .put("url", COPY_TO)
                    .putObject("valueReference")
                    .putObject("identifier")
                    .put("system", IdentifierSystems.ODS_ORGANISATION)
                    .put("value", code);
        }
    }

    private static Optional<String> participant(Hl7Segment prt) {
        return prt.value(4)
                .filter(RESULT_COPIES_TO::equals)
                .flatMap(is -> prt.value(8, 10).or(() -> prt.value(8, 3)));
    }
}
