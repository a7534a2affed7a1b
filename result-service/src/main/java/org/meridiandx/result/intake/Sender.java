package org.meridiandx.result.intake;

import java.util.Locale;
import java.util.Optional;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.hl7v2.MessageHeader;

/// Who sent a message: MSH-4 and MSH-3.
///
/// @param name `facility/application`: control ids are unique within it
/// @param facility the first component of MSH-4
/// @param odsCode the facility, where it is an ODS code
record Sender(String name, String facility, Optional<OdsCode> odsCode) {

    static Sender of(MessageHeader header) {
        var name = header.sender();
        var facility = name.substring(0, name.indexOf('/'));
        return new Sender(name, facility, OdsCode.parse(facility));
    }

    /// The system of a sender's own codes or numbers.
    ///
    /// @param namespace the assigning authority or coding system that the message names; empty where none
    /// @param kind `codes`, `placer`, `filler`, `mrn`, `specimen` or `visit`
    String system(String namespace, String kind) {
        var owner = namespace.isBlank() ? (facility.isBlank() ? name : facility) : namespace;
        return "urn:meridian:" + slug(owner) + ":" + kind;
    }

    private static String slug(String text) {
        var slug = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return slug.isEmpty() ? "unnamed" : slug.substring(0, Math.min(slug.length(), 60));
    }
}
