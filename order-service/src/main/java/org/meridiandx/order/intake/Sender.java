package org.meridiandx.order.intake;

import java.util.Locale;
import java.util.Optional;
import org.meridiandx.access.Caller;
import org.meridiandx.access.Scopes;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.hl7v2.MessageHeader;

/// Who sent a message, and to whom.
///
/// @param name `facility/application` <- MSH-4, MSH-3
/// @param facility the first component of MSH-4
/// @param receiver the first component of MSH-6
record Sender(String name, String facility, String receiver) {
    private static final int LONGEST_SLUG = 60;

    static Sender of(MessageHeader header) {
        var name = header.sender();
        var receiver = header.receivingFacility().split("\\^", 2)[0];
        return new Sender(name, name.substring(0, name.indexOf('/')), receiver);
    }

    /// The sending organisation, where MSH-4 is an ODS code.
    Optional<OdsCode> organisation() {
        return OdsCode.parse(facility);
    }

    /// As whom the audit names the sender.
    Caller caller() {
        return new Caller(
                "mllp:" + name,
                organisation().map(OdsCode::value).orElse(facility),
                "system",
                Optional.empty(),
                Optional.empty(),
                "direct-care",
                Scopes.parse(""));
    }

    /// The system of codes or numbers that the sender, or an authority it names, gives by itself.
    ///
    /// @param authority as the message names it; empty for the sender itself
    /// @param kind `codes`, `placer`, `filler`, `mrn`, `specimen`
    String system(String authority, String kind) {
        var owner = authority.isBlank() ? (facility.isBlank() ? name : facility) : authority;
        return "urn:meridian:" + slug(owner) + ":" + kind;
    }

    private static String slug(String text) {
        var slug = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return slug.isEmpty() ? "unnamed" : slug.substring(0, Math.min(slug.length(), LONGEST_SLUG));
    }
}
