package org.meridiandx.order.catalogue;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.ActivityDefinition;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Reference;
import org.meridiandx.order.catalogue.rules.Performer;
import org.meridiandx.order.catalogue.rules.Performer.OpeningHours;
import org.meridiandx.order.records.Organisations;

/// The performers of an ActivityDefinition, which FHIR R4 has no element for.
///
/// **Source:** FHIR R4 HealthcareService.availableTime, for the names of the opening hours.
final class PerformerMapper {
    private static final int LAST_PRIORITY = 99;
    private static final Map<String, DayOfWeek> DAYS = Map.of(
            "mon", DayOfWeek.MONDAY,
            "tue", DayOfWeek.TUESDAY,
            "wed", DayOfWeek.WEDNESDAY,
            "thu", DayOfWeek.THURSDAY,
            "fri", DayOfWeek.FRIDAY,
            "sat", DayOfWeek.SATURDAY,
            "sun", DayOfWeek.SUNDAY);

    private PerformerMapper() {}

    static List<Performer> performers(ActivityDefinition definition) {
        var performers = definition.getExtensionsByUrl(CatalogueExtensions.PERFORMER).stream()
                .map(extension -> performer(extension, definition))
                .toList();
        CatalogueMapper.require(
                performers.stream().map(Performer::ods).distinct().count() == performers.size(),
                "A performer stands twice.",
                "extension");
        return performers;
    }

    private static Performer performer(Extension extension, ActivityDefinition definition) {
        var priority = number(extension, "priority");
        var serves = extension.getExtensionsByUrl("serves").stream()
                .map(served -> ods(served, definition))
                .collect(Collectors.toSet());
        return new Performer(
                organisation(extension, definition),
                priority.orElse(LAST_PRIORITY),
                number(extension, "capacityPerDay"),
                extension.getExtensionsByUrl("availableTime").stream()
                        .map(PerformerMapper::hours)
                        .toList(),
                serves);
    }

    /// The ODS code of the part `organization`.
    static String organisation(Extension extension, ActivityDefinition definition) {
        return ods(
                part(extension, "organization").orElseThrow(() -> CatalogueMapper.unusable("Name the organization.")),
                definition);
    }

    private static String ods(Extension part, ActivityDefinition definition) {
        var ods = part.getValue() instanceof Reference reference ? Organisations.odsOf(reference, definition) : "";
        CatalogueMapper.require(!ods.isEmpty(), "An organization is a reference with its ODS code.", "extension");
        return ods;
    }

    /// A part that stands at most once.
    static Optional<Extension> part(Extension extension, String name) {
        var parts = extension.getExtensionsByUrl(name);
        CatalogueMapper.require(parts.size() <= 1, name + " stands more than once.", "extension");
        return parts.stream().findFirst();
    }

    private static OptionalInt number(Extension extension, String name) {
        return part(extension, name)
                .map(PerformerMapper::number)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    private static int number(Extension part) {
        if (part.getValue() instanceof IntegerType number && number.getValue() != null && number.getValue() > 0) {
            return number.getValue();
        }
        throw CatalogueMapper.unusable(part.getUrl() + " is a whole number above 0 (valueInteger).");
    }

    /// <- daysOfWeek (repeating), availableStartTime, availableEndTime
    private static OpeningHours hours(Extension extension) {
        var named = extension.getExtensionsByUrl("daysOfWeek").stream()
                .map(PerformerMapper::text)
                .toList();
        CatalogueMapper.require(
                !named.isEmpty() && DAYS.keySet().containsAll(named),
                "daysOfWeek is mon to sun (valueCode).",
                "extension");
        var days = DAYS.entrySet().stream()
                .filter(day -> named.contains(day.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toSet());
        var from = time(extension, "availableStartTime", LocalTime.MIN);
        var until = time(extension, "availableEndTime", LocalTime.MAX);
        CatalogueMapper.require(from.isBefore(until), "The opening hours end before they begin.", "extension");
        return new OpeningHours(days, from, until);
    }

    private static LocalTime time(Extension extension, String name, LocalTime unsaid) {
        try {
            return part(extension, name)
                    .map(PerformerMapper::text)
                    .map(LocalTime::parse)
                    .orElse(unsaid);
        } catch (DateTimeParseException bad) {
            throw CatalogueMapper.unusable(name + " is a time as 08:00:00 (valueTime).");
        }
    }

    static String text(Extension part) {
        var value = part.getValue() == null ? null : part.getValue().primitiveValue();
        return value == null ? "" : value;
    }
}
