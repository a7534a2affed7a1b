package org.meridiandx.identity.adt;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.meridiandx.access.Caller;
import org.meridiandx.access.Scopes;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.hl7v2.MessageHeader;

/// Who sent a message: MSH-4 (facility) and MSH-3 (application).
///
/// @param name `facility/application`: control ids are unique within it
/// @param facility first component of MSH-4
record AdtSender(String name, String facility) {
    private static final int LONGEST_SLUG = 60;

    static AdtSender of(MessageHeader header) {
        var name = header.sender();
        return new AdtSender(name, name.substring(0, name.indexOf('/')));
    }

    Optional<OdsCode> odsCode() {
        return OdsCode.parse(facility);
    }

    /// The system of record numbers. result-service and imaging-index-service name it in the same way
    /// when they ask.
    ///
    /// @param authority CX.4.1; empty for the sender's own
    String system(String authority, String kind) {
        var owner = !authority.isBlank() ? authority : facility.isBlank() ? name : facility;
        return "urn:meridian:" + slug(owner) + ":" + kind;
    }

    /// For the relationship, the event and the audit.
    Caller caller(boolean isRegistered) {
        var organisation = isRegistered
                ? odsCode().map(OdsCode::value).orElseThrow()
                : "facility:" + slug(facility.isBlank() ? name : facility);
        return new Caller(
                "mllp:" + slug(name),
                organisation,
                "feed",
                Optional.empty(),
                Optional.empty(),
                "direct-care",
                new Scopes(List.of()));
    }

    private static String slug(String text) {
        var slug = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return slug.isEmpty() ? "unnamed" : slug.substring(0, Math.min(slug.length(), LONGEST_SLUG));
    }
}
