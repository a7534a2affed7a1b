package org.meridiandx.result.indicators;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.meridiandx.indicators.IndicatorDatabase;
import org.meridiandx.indicators.IndicatorDefinition;
import org.meridiandx.indicators.IndicatorDefinition.Kind;
import org.meridiandx.indicators.IndicatorSource;

/// What is counted of reports. The organisation is one that the report names: who asked or who performed.
class ResultIndicators {
    private static final String TURNAROUND = """
            select '' as grp, coalesce(round(sum(extract(epoch from issued_at - effective_at)) / 3600, 1), 0) as numerator,
                count(*) as denominator
            from diagnostic_report where issued_at >= $2 and issued_at < $3 and ($1 = '' or $1 = any(organisations))
                and effective_at <= issued_at and status not in ('cancelled', 'entered-in-error')""";
    private static final String UNACKNOWLEDGED = """
            select '' as grp, count(*) filter (where not exists (
                    select 1 from report_acknowledgement a where a.report_id = r.id))::numeric as numerator,
                count(*) as denominator
            from diagnostic_report r where issued_at >= $2 and issued_at < least($3, now() - interval '7 days')
                and ($1 = '' or $1 = any(organisations)) and status not in ('cancelled', 'entered-in-error')""";

    private ResultIndicators() {}

    @Produces
    @Singleton
    static IndicatorSource turnaround(IndicatorDatabase database) {
        return database.counted(
                new IndicatorDefinition(
                        "turnaround-hours",
                        Kind.SUM,
                        "hours",
                        "Hours from taking the specimen or the images to issuing the report as it stands, summed, over"
                                + " the reports issued in the period whose times are both known. Numerator by"
                                + " denominator is the mean. Order to report: hours-to-report of the orders.",
                        "result-service: DiagnosticReport"),
                TURNAROUND);
    }

    @Produces
    @Singleton
    static IndicatorSource unacknowledged(IndicatorDatabase database) {
        return database.counted(
                new IndicatorDefinition(
                        "unacknowledged-after-7-days",
                        Kind.SHARE,
                        "reports",
                        "Reports of which nobody has acknowledged any version, of the reports issued in the period and"
                                + " more than 7 days ago.",
                        "result-service: DiagnosticReport and its acknowledgements"),
                UNACKNOWLEDGED);
    }
}
