package org.meridiandx.identity.patients.content;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Patient;
import org.meridiandx.contracts.api.v1.PatientDetail;
import org.meridiandx.identity.patients.values.FieldGroup;
import org.meridiandx.identity.patients.values.rules.SaidValue;

/// Name, address and practice as other services are told them. What is hidden of the patient is not
/// in what is served, and so not here.
public final class ToldDetails {
    private static final List<FieldGroup> TOLD = List.of(FieldGroup.NAME, FieldGroup.ADDRESS, FieldGroup.PRACTICE);

    private ToldDetails() {}

    /// Who said a whole record, where nothing is kept of a group by itself.
    public record Word(String source, Instant at) {}

    /// @param served the patient as it is served
    /// @param inForce whose word counts, by group
    /// @param word of the record
    public static List<PatientDetail> of(Patient served, Map<String, SaidValue> inForce, Word word) {
        var told = new ArrayList<PatientDetail>();
        for (var group : TOLD) {
            if (!group.isSame(served, new Patient())) {
                var said = inForce.get(group.code());
                told.add(PatientDetail.newBuilder()
                        .setGroup(group.code())
                        .setPatient(ByteString.copyFromUtf8(group.textOf(served)))
                        .setSource(said == null ? word.source() : said.source())
                        .setSaidAt(timestamp(said == null ? word.at() : said.saidAt()))
                        .build());
            }
        }
        return told;
    }

    private static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }
}
