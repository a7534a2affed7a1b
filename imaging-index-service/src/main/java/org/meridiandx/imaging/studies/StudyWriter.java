package org.meridiandx.imaging.studies;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.outbox.OutboundMessage;

/// Writes a new version of studies within a transaction: counts, ImagingStudy, search rows and events.
@ApplicationScoped
class StudyWriter {
    private final StudyRepository repository;
    private final StudyEvents events;
    private final ReportLabels labels;
    private final Clock clock;
    private final ImagingStudyMapper mapper;

    StudyWriter(
            StudyRepository repository,
            StudyEvents events,
            ReportLabels labels,
            Clock clock,
            @ConfigProperty(name = "meridian.issuer") String baseUrl) {
        this.repository = repository;
        this.events = events;
        this.labels = labels;
        this.clock = clock;
        this.mapper = new ImagingStudyMapper(baseUrl);
    }

    /// @param further messages of the same change
    Uni<Void> write(SqlConnection connection, List<Study> studies, List<OutboundMessage> further) {
        var ids = studies.stream().map(Study::id).toList();
        return labels.added(connection, studies)
                .chain(labelled -> repository
                        .series(connection, ids)
                        .chain(series -> write(connection, labelled, series, further)));
    }

    private Uni<Void> write(
            SqlConnection connection,
            List<Study> studies,
            Map<String, List<SeriesSummary>> series,
            List<OutboundMessage> further) {
        var changed = studies.stream()
                .map(study -> nextVersion(study, series.getOrDefault(study.id(), List.of())))
                .toList();
        var contents = new HashMap<String, byte[]>();
        var messages = new ArrayList<>(further);
        for (var study : changed) {
            contents.put(study.id(), mapper.map(study, series.getOrDefault(study.id(), List.of())));
            if (study.ownership().state() != MatchState.CLASH) {
                messages.add(events.available(study));
            }
        }
        return repository.update(connection, changed, contents).chain(() -> events.tell(connection, messages));
    }

    private Study nextVersion(Study study, List<SeriesSummary> series) {
        var modalities = series.stream()
                .map(SeriesSummary::modality)
                .filter(code -> !code.isEmpty())
                .distinct()
                .sorted()
                .toList();
        return new Study(
                study.id(),
                study.version() + 1,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                study.ownership(),
                study.attributes(),
                modalities,
                firstBodyPart(series).orElse(""),
                series.size(),
                series.stream().mapToInt(SeriesSummary::instanceCount).sum());
    }

    private static Optional<String> firstBodyPart(List<SeriesSummary> series) {
        return series.stream()
                .map(SeriesSummary::bodyPart)
                .filter(part -> !part.isEmpty())
                .findFirst();
    }
}
