package org.meridiandx.result.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.OdsCode;

/// The typed columns of a resource, read from its JSON. What is not of the expected shape gives an
/// empty column.
public final class ResourceColumns {
    private static final ZoneId ENGLAND = ZoneId.of("Europe/London");
    private static final int MAX_TEXT = 500;
    private static final int MAX_TOKEN = 300;
    private static final int MAX_DIGITS = 60;

    private ResourceColumns() {}

    /// All codings of a CodeableConcept, or of each of an array of them.
    public static List<Token> codings(JsonNode concepts) {
        var found = new LinkedHashSet<Token>();
        each(concepts)
                .forEach(concept -> each(concept.path("coding"))
                        .forEach(coding -> add(found, text(coding.path("system")), text(coding.path("code")))));
        return List.copyOf(found);
    }

    /// The security labels of a resource.
    public static List<Token> security(ObjectNode resource) {
        var found = new LinkedHashSet<Token>();
        each(resource.path("meta").path("security"))
                .forEach(label -> add(found, text(label.path("system")), text(label.path("code"))));
        return List.copyOf(found);
    }

    /// All identifiers of a resource, the accession identifier included.
    public static List<Token> identifiers(ObjectNode resource) {
        var found = new LinkedHashSet<Token>();
        each(resource.path("identifier")).forEach(id -> add(found, text(id.path("system")), text(id.path("value"))));
        var accession = resource.path("accessionIdentifier");
        add(found, text(accession.path("system")), text(accession.path("value")));
        return List.copyOf(found);
    }

    /// ODS codes of the organisations that a resource names as performers or interpreters.
    public static Set<String> organisations(ObjectNode resource) {
        var found = new LinkedHashSet<String>();
        for (var element : List.of("performer", "resultsInterpreter")) {
            each(resource.path(element)).forEach(reference -> odsCode(reference).ifPresent(found::add));
        }
        return Set.copyOf(found);
    }

    /// ODS code of the first performer, or the id that its reference names; empty where there is
    /// none.
    public static String performer(ObjectNode resource) {
        for (var reference : each(resource.path("performer"))) {
            var code = odsCode(reference);
            if (code.isPresent()) {
                return code.get();
            }
        }
        return idOf(resource.path("performer").path(0));
    }

    /// The id in a literal reference such as `Specimen/1`; empty where there is none.
    public static String idOf(JsonNode reference) {
        var literal = text(reference.path("reference"));
        return literal.startsWith("#") || literal.startsWith("urn:")
                ? ""
                : literal.substring(literal.lastIndexOf('/') + 1);
    }

    /// When it was true of the patient: `effectiveDateTime`, `effectiveInstant` or the start of the
    /// period.
    public static @Nullable OffsetDateTime effective(ObjectNode resource) {
        for (var path : List.of("/effectiveDateTime", "/effectiveInstant", "/effectivePeriod/start")) {
            var time = time(resource.at(path));
            if (time != null) {
                return time;
            }
        }
        return null;
    }

    /// A FHIR date, dateTime or instant as the first moment it can mean; null where it is none.
    public static @Nullable OffsetDateTime time(JsonNode node) {
        var text = text(node);
        try {
            return switch (text.length()) {
                case 0 -> null;
                case 4 -> startOf(LocalDate.of(Integer.parseInt(text), 1, 1));
                case 7 -> startOf(YearMonth.parse(text).atDay(1));
                case 10 -> startOf(LocalDate.parse(text));
                default -> inRange(OffsetDateTime.parse(text));
            };
        } catch (DateTimeException | NumberFormatException notATime) {
            return null;
        }
    }

    /// A decimal as PostgreSQL takes it; null where the value is not numeric or has more digits
    /// than any measurement.
    public static @Nullable String number(JsonNode value) {
        if (!value.isNumber()) {
            return null;
        }
        BigDecimal number = value.decimalValue();
        var fits = number.precision() <= MAX_DIGITS && Math.abs(number.scale()) <= MAX_DIGITS;
        return fits ? number.toString() : null;
    }

    /// Text without what PostgreSQL cannot keep, cut where it is longer than any code.
    public static String text(JsonNode node) {
        var value = node.isTextual() ? node.textValue() : "";
        var clean = value.indexOf('\0') < 0 ? value : value.replace("\0", "");
        return clean.length() > MAX_TEXT ? clean.substring(0, MAX_TEXT) : clean;
    }

    /// The elements of an array, a single object as the only one, nothing where it is absent.
    public static List<JsonNode> each(JsonNode node) {
        if (node.isObject()) {
            return List.of(node);
        }
        var all = new ArrayList<JsonNode>();
        if (node.isArray()) {
            node.forEach(all::add);
        }
        return all;
    }

    private static Optional<String> odsCode(JsonNode reference) {
        var identifier = reference.path("identifier");
        var system = text(identifier.path("system"));
        var isOds = system.equals(IdentifierSystems.ODS_ORGANISATION) || system.equals(IdentifierSystems.ODS_SITE);
        return isOds ? OdsCode.parse(text(identifier.path("value"))).map(OdsCode::value) : Optional.empty();
    }

    private static void add(Set<Token> found, String system, String value) {
        if (!value.isEmpty()) {
            found.add(new Token(cut(system), cut(value)));
        }
    }

    /// System, value and id together fit into an entry of an index (2,704 bytes), whatever the
    /// script.
    private static String cut(String text) {
        return text.length() > MAX_TOKEN ? text.substring(0, MAX_TOKEN) : text;
    }

    private static @Nullable OffsetDateTime startOf(LocalDate day) {
        return inRange(day.atStartOfDay(ENGLAND).toOffsetDateTime());
    }

    private static @Nullable OffsetDateTime inRange(OffsetDateTime time) {
        var isSane = time.getYear() >= 1 && time.getYear() <= 9999;
        return isSane ? time.withOffsetSameInstant(ZoneOffset.UTC) : null;
    }
}
