package org.meridiandx.feeds;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.meridiandx.access.Caller;
import org.meridiandx.access.Scopes;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.hl7v2.MessageHeader;

/// Who sent a message, and to whom.
///
/// @param name `facility/application` <- MSH-4, MSH-3: control ids are unique within it
/// @param facility the first component of MSH-4
/// @param receiver the first component of MSH-6
public record Sender(String name, String facility, String receiver) {
    private static final int LONGEST_SLUG = 60;
    private static final int DIGEST_BYTES = 6;
    private static final Pattern HL7_TABLE = Pattern.compile("HL7[0-9]+");
    private static final Pattern ASCII = Pattern.compile("[ -~]*");
    private static final Pattern NO_SLUG = Pattern.compile("[^a-z0-9]+");
    private static final Pattern EDGES = Pattern.compile("^-|-$");

    public static Sender of(MessageHeader header) {
        // PostgreSQL takes no NUL in text, and the name goes into keys.
        var name = header.sender().replace("\0", "");
        var receiver = header.receivingFacility().replace("\0", "").split("\\^", 2)[0];
        return new Sender(name, name.substring(0, name.indexOf('/')), receiver);
    }

    /// The sending organisation, where MSH-4 is an ODS code.
    public Optional<OdsCode> odsCode() {
        return OdsCode.parse(facility);
    }

    /// As whom the audit names the sender, where nobody has asked whether the organisation is
    /// registered.
    public Caller caller() {
        return caller(odsCode().isPresent());
    }

    /// As whom events and the audit name the sender. One that is not registered has `facility:` and its
    /// name in place of an ODS code.
    ///
    /// @param isRegistered whether MSH-4 is the code of an organisation that the region knows
    public Caller caller(boolean isRegistered) {
        var organisation = odsCode()
                .filter(code -> isRegistered)
                .map(OdsCode::value)
                .orElseGet(() -> "facility:" + slug(facility.isBlank() ? name : facility));
        return new Caller(
                "mllp:" + slug(name),
                organisation,
                "feed",
                Optional.empty(),
                Optional.empty(),
                "direct-care",
                new Scopes(List.of()));
    }

    /// The system of codes or numbers that the sender, or an authority it names, gives by itself.
    ///
    /// For an ODS code it is what [IdentifierSystems#local] gives, by which other
    /// kinds of sender name the same numbers.
    ///
    /// @param authority as the message names it; empty for the sender itself
    /// @param kind `codes`, `placer`, `filler`, `mrn`, `specimen` or `visit`
    /// @return `urn:meridian:owner:kind`
    public String system(String authority, String kind) {
        var owner = authority.isBlank() ? (facility.isBlank() ? name : facility) : authority;
        return "urn:meridian:" + slug(owner) + ":" + kind;
    }

    /// The system of a coding <- CWE.3, CWE.6: a vocabulary of the world, a table of HL7, or codes of the
    /// sender's own.
    ///
    /// **Source:** HL7 table 0396.
    ///
    /// @param name as the message names it; may be empty
    public String codeSystem(String name) {
        var upper = name.toUpperCase(Locale.ROOT);
        return switch (upper) {
            case "LN", "LOINC" -> IdentifierSystems.LOINC;
            case "SCT", "SNM", "SNOMED", "SNOMEDCT", "SNOMED-CT", "SNOMED CT", "SCTUK", "SNM3" ->
                IdentifierSystems.SNOMED;
            case "NICIP" -> IdentifierSystems.NICIP;
            case "UCUM" -> IdentifierSystems.UCUM;
            case "I10", "ICD10", "ICD-10" -> "http://hl7.org/fhir/sid/icd-10";
            case "", "L", "LOCAL" -> system("", "codes");
            default ->
                HL7_TABLE.matcher(upper).matches()
                        ? "http://terminology.hl7.org/CodeSystem/v2-" + upper.substring(3)
                        : system(upper.startsWith("99") ? "" : name, "codes");
        };
    }

    /// Names that differ in case, spaces and ASCII punctuation only are one. What is left out beyond
    /// that, be it all of a name in another script, stands as a digest behind a dot, so that no two
    /// owners share a system.
    private static String slug(String text) {
        var lower = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        var slug = EDGES.matcher(NO_SLUG.matcher(lower).replaceAll("-")).replaceAll("");
        var readable = slug.isEmpty() ? "unnamed" : slug.substring(0, Math.min(slug.length(), LONGEST_SLUG));
        var isWhole = slug.length() <= LONGEST_SLUG && ASCII.matcher(lower).matches();
        return isWhole ? readable : readable + "." + digest(lower);
    }

    private static String digest(String text) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
