package org.meridiandx.order.guidance.record;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.contracts.api.v1.OpenReport;
import org.meridiandx.contracts.api.v1.RecentResult;
import org.meridiandx.contracts.api.v1.RecentStudy;
import org.meridiandx.contracts.events.v1.Code;
import org.meridiandx.order.guidance.rules.record.PriorResult;
import org.meridiandx.order.guidance.rules.record.PriorStudy;
import org.meridiandx.order.guidance.rules.record.Seal;
import org.meridiandx.outbox.RegionEvents;

/// Results and studies out of the answers of the services that keep them.
final class PriorMapper {
    private PriorMapper() {}

    static PriorResult result(RecentResult result) {
        var at = result.hasEffectiveAt()
                ? Optional.of(RegionEvents.instantOf(result.getEffectiveAt()))
                : Optional.<Instant>empty();
        var coded = result.getCodedValuesList().stream().map(PriorMapper::text).toList();
        return new PriorResult(
                result.getObservationId(),
                text(result.getCode()),
                new PriorResult.Measured(
                        number(result.getValue()),
                        result.getComparator(),
                        result.getUnit(),
                        result.getInterpretation(),
                        coded),
                at,
                organisation(result),
                new Seal(Set.copyOf(result.getOrganisationsList()), Set.copyOf(result.getSecurityLabelsList())));
    }

    /// Feeds name who measured by their sender alone.
    private static String organisation(RecentResult result) {
        return result.getPerformer().isEmpty() && result.getOrganisationsCount() == 1
                ? result.getOrganisations(0)
                : result.getPerformer();
    }

    static PriorStudy study(RecentStudy study) {
        var at = study.hasStartedAt()
                ? Optional.of(RegionEvents.instantOf(study.getStartedAt()))
                : Optional.<Instant>empty();
        return new PriorStudy(
                study.getImagingStudyId(),
                study.getModalitiesList(),
                study.getBodyPart(),
                study.getDescription(),
                study.getCustodian(),
                at,
                new Seal(Set.copyOf(study.getOrganisationsList()), Set.copyOf(study.getSecurityLabelsList())));
    }

    static OpenResult openResult(OpenReport report) {
        return new OpenResult(
                report.getReportId(),
                report.getTitle().isEmpty() ? report.getCode().getCode() : report.getTitle(),
                report.getStatus(),
                RegionEvents.instantOf(report.getIssuedAt()),
                report.getPerformer());
    }

    /// @param code `system|code`
    static Code codeOf(String code) {
        var bar = code.lastIndexOf('|');
        return Code.newBuilder()
                .setSystem(code.substring(0, bar))
                .setCode(code.substring(bar + 1))
                .build();
    }

    private static String text(Code code) {
        return code.getSystem() + "|" + code.getCode();
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(text));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }
}
