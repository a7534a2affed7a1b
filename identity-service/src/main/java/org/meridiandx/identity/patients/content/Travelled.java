package org.meridiandx.identity.patients.content;

import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Patient.PatientLinkComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/// What a survivor shows of the records merged into it: their identifiers, each with where it comes
/// from, why and since when, and the links. Both are made here from the registry's own rows; what a
/// client sends of them is not taken.
public final class Travelled {
    private static final String EXTENSION = "urn:meridian:extension:identifier-from-merge";

    private Travelled() {}

    public static boolean is(Identifier identifier) {
        return identifier.hasExtension(EXTENSION);
    }

    /// Takes out what came by merges, and the links that merges make.
    public static Patient strip(Patient patient) {
        patient.getIdentifier().removeIf(Travelled::is);
        patient.getLink().removeIf(Travelled::isOfMerge);
        return patient;
    }

    private static boolean isOfMerge(PatientLinkComponent link) {
        return link.getType() == LinkType.REPLACES || link.getType() == LinkType.REPLACEDBY;
    }

    /// The identifier as the survivor shows it.
    ///
    /// @param recordId the record that it belongs to
    /// @param reason why that was merged; may be empty
    /// @param since when; empty where it is not known
    public static Identifier from(Identifier identifier, String recordId, String reason, Optional<Instant> since) {
        var copy = identifier.copy();
        var origin = new Extension(EXTENSION);
        origin.addExtension("from", new Reference("Patient/" + recordId));
        if (!reason.isEmpty()) {
            origin.addExtension("reason", new StringType(reason));
        }
        since.ifPresent(at -> origin.addExtension("since", new DateTimeType(Date.from(at))));
        copy.addExtension(origin);
        return copy;
    }

    public static PatientLinkComponent link(String id, LinkType type) {
        var link = new PatientLinkComponent();
        link.setOther(new Reference("Patient/" + id)).setType(type);
        return link;
    }

    public static boolean isSame(Identifier one, Identifier other) {
        return String.valueOf(one.getSystem()).equals(String.valueOf(other.getSystem()))
                && String.valueOf(one.getValue()).equals(String.valueOf(other.getValue()));
    }
}
