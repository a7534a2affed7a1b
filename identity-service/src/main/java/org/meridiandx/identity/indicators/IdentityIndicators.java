package org.meridiandx.identity.indicators;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.meridiandx.indicators.IndicatorDatabase;
import org.meridiandx.indicators.IndicatorDefinition;
import org.meridiandx.indicators.IndicatorDefinition.Kind;
import org.meridiandx.indicators.IndicatorSource;

/// What is counted of access. The organisation is the one that the caller works for.
class IdentityIndicators {
    private static final String BREAK_GLASS = """
            select role as grp, count(*)::numeric as numerator, (sum(count(*)) over ())::bigint as denominator
            from break_glass where opened_at >= $2 and opened_at < $3 and ($1 = '' or organisation = $1)
            group by role""";
    /// What came too often to be written one by one stands as one entry with "(n more)".
    private static final String REFUSED = """
            with refused as (
                select interaction, coalesce(substring(reason from '\\((\\d{1,12}) more\\)$')::bigint, 1) as times
                from audit_event where last_updated >= $2 and last_updated < $3 and outcome = '4'
                    and interaction in ('sign-in', 'authorize', 'token', 'authenticate')
                    and ($1 = '' or organisation = $1))
            select interaction as grp, sum(times)::numeric as numerator, (sum(sum(times)) over ())::bigint as denominator
            from refused group by interaction""";

    private IdentityIndicators() {}

    @Produces
    @Singleton
    static IndicatorSource breakGlass(IndicatorDatabase database) {
        return database.counted(
                new IndicatorDefinition(
                        "break-glass",
                        Kind.PARTS,
                        "records opened",
                        "Records opened in an emergency by people of this role, of all opened so in the period.",
                        "identity-service: break-glass register"),
                BREAK_GLASS);
    }

    @Produces
    @Singleton
    static IndicatorSource refusedSignIns(IndicatorDatabase database) {
        return database.counted(
                new IndicatorDefinition(
                        "refused-sign-ins",
                        Kind.PARTS,
                        "refusals",
                        "Refusals at this step (sign-in, authorize, token; authenticate: an access token that was not"
                                + " good), of all of them in the period. Where nobody was proved, they belong to no"
                                + " organisation and count for the region only.",
                        "identity-service: audit log"),
                REFUSED);
    }
}
