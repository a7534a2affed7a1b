package org.meridiandx.order.records;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Timing;

/// When the work that a request asks for is to be done, by the clocks of the United Kingdom.
public final class PlannedTime {
    /// On the performer of a request: the day for which the catalogue chose it, `valueDate`.
    public static final String DAY = "urn:meridian:extension:performer-day";

    public static final ZoneId HERE = ZoneId.of("Europe/London");

    private PlannedTime() {}

    /// When the requester wants it.
    ///
    /// @return ServiceRequest.occurrence, of a day or month its beginning; empty where nothing is said
    public static Optional<LocalDateTime> wanted(ServiceRequest request) {
        return switch (request.getOccurrence()) {
            case DateTimeType time -> start(time);
            case Period period -> start(period.getStartElement());
            case Timing timing -> timing.getEvent().stream().findFirst().flatMap(PlannedTime::start);
            case null, default -> Optional.empty();
        };
    }

    private static Optional<LocalDateTime> start(DateTimeType time) {
        if (time.getValue() == null) {
            return Optional.empty();
        }
        var text = time.getValueAsString();
        var day = switch (text.length()) {
            case 4 -> Optional.of(Year.parse(text).atDay(1));
            case 7 -> Optional.of(YearMonth.parse(text).atDay(1));
            case 10 -> Optional.of(LocalDate.parse(text));
            default -> Optional.<LocalDate>empty();
        };
        return Optional.of(day.map(LocalDate::atStartOfDay)
                .orElseGet(() -> LocalDateTime.ofInstant(time.getValue().toInstant(), HERE)));
    }

    /// The day that it counts for: the one that the catalogue chose with the performer, or a later one that the
    /// requester wants since; without either that of the request.
    public static LocalDate dayOf(ServiceRequest request) {
        var chosen = request.getPerformer().stream().flatMap(performer -> chosen(performer).stream());
        return Stream.concat(wanted(request).map(LocalDateTime::toLocalDate).stream(), chosen)
                .max(Comparator.naturalOrder())
                .orElseGet(() -> LocalDate.ofInstant(request.getAuthoredOn().toInstant(), HERE));
    }

    private static Optional<LocalDate> chosen(Reference performer) {
        return performer.getExtensionsByUrl(DAY).stream()
                .map(day -> day.getValue() instanceof DateType date ? date.getValueAsString() : "")
                .filter(text -> text.length() == 10)
                .map(LocalDate::parse)
                .findFirst();
    }
}
