package org.meridiandx.imaging.indicators;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.meridiandx.indicators.IndicatorDatabase;
import org.meridiandx.indicators.IndicatorDefinition;
import org.meridiandx.indicators.IndicatorDefinition.Kind;
import org.meridiandx.indicators.IndicatorSource;

/// What is counted of studies. The organisation is the one that holds the study.
class ImagingIndicators {
    /// One sort of the period and the 30 days before it, and no look-up for each study.
    private static final String REPEATED = """
            with imaged as (
                select s.id, s.custodian, s.started_at, lag(s.started_at) over (
                        partition by s.patient_id, s.body_part, m.modality order by s.started_at, s.id) as before
                from study s cross join unnest(s.modalities) as m(modality)
                where s.started_at >= $2::timestamptz - interval '30 days' and s.started_at < $3
                    and s.match_state = 'matched' and s.patient_id is not null and s.body_part <> ''
                    and m.modality in ('CR', 'DX', 'CT', 'MR', 'US', 'NM', 'PT', 'MG', 'RF', 'XA'))
            select '' as grp,
                count(distinct id) filter (where before >= started_at - interval '30 days')::numeric as numerator,
                count(distinct id) as denominator
            from imaged where started_at >= $2 and ($1 = '' or custodian = $1)""";

    private ImagingIndicators() {}

    @Produces
    @Singleton
    static IndicatorSource repeated(IndicatorDatabase database) {
        return database.counted(
                new IndicatorDefinition(
                        "repeated-within-30-days",
                        Kind.SHARE,
                        "studies",
                        "Studies of a patient of whom the region has another one of the same modality and body part"
                                + " from the 30 days before, wherever it was made; of all studies started in the"
                                + " period whose patient and body part are known. Planned follow-up is counted too.",
                        "imaging-index-service: ImagingStudy"),
                REPEATED);
    }
}
