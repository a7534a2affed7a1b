package org.meridiandx.order.cdshooks.learning;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.meridiandx.indicators.IndicatorDatabase;
import org.meridiandx.indicators.IndicatorDefinition;
import org.meridiandx.indicators.IndicatorDefinition.Kind;
import org.meridiandx.indicators.IndicatorSource;

/// What is counted of the cards. The organisation is the one that was shown them.
class GuidanceIndicators {
    private static final String SOURCE = "order-service: guidance_event (CDS Hooks)";
    private static final String IN_PERIOD =
            " from guidance_event where shown_at >= $2 and shown_at < $3 and ($1 = '' or organisation = $1)";
    private static final String RATED =
            "select '' as grp, count(*) filter (where kind = 'rating')::numeric as numerator,"
                    + " count(*) as denominator" + IN_PERIOD
                    + " and (kind in ('rating', 'question') or rule = 'not-known')";
    private static final String BY_RULE = "select rule as grp, count(*)::numeric as numerator,"
            + " (sum(count(*)) over ())::bigint as denominator" + IN_PERIOD
            + " and kind in ('advice', 'safety') group by rule";
    private static final String CHANGED =
            "select '' as grp, count(*) filter (where outcome in ('changed', 'withdrawn'))::numeric as numerator,"
                    + " count(*) as denominator" + IN_PERIOD + " and kind = 'advice'";
    private static final String OVERRIDDEN = "select '' as grp,"
            + " count(*) filter (where outcome = 'overridden')::numeric as numerator, count(*) as denominator"
            + IN_PERIOD + " and kind in ('advice', 'safety')";
    private static final String DUPLICATES =
            "select '' as grp, count(*) filter (where outcome = 'withdrawn')::numeric as numerator,"
                    + " count(*) as denominator" + IN_PERIOD + " and kind = 'safety' and rule like 'dup-%'";

    private GuidanceIndicators() {}

    @Produces
    @Singleton
    static IndicatorSource rated(IndicatorDatabase database) {
        return share(
                database,
                "guidance-rated",
                "orders",
                "Draft imaging orders that the scan-choice tool rated, of all that it was asked about by CDS"
                        + " Hooks in the period; a draft counts each time.",
                RATED);
    }

    @Produces
    @Singleton
    static IndicatorSource byRule(IndicatorDatabase database) {
        return database.counted(
                new IndicatorDefinition(
                        "guidance-by-rule",
                        Kind.PARTS,
                        "cards",
                        "Cards of this rule, of all cards of advice and safety shown in the period. The group is"
                                + " the recommendation or safety rule.",
                        SOURCE),
                BY_RULE);
    }

    @Produces
    @Singleton
    static IndicatorSource changed(IndicatorDatabase database) {
        return share(
                database,
                "guidance-changed",
                "cards",
                "Cards that advise something else whose suggestion was taken: the order was changed or"
                        + " withdrawn. Of all such cards shown in the period, those of which nothing was"
                        + " told among them.",
                CHANGED);
    }

    @Produces
    @Singleton
    static IndicatorSource overridden(IndicatorDatabase database) {
        return share(
                database,
                "guidance-overridden",
                "cards",
                "Cards of advice and safety that somebody went on against, of all that were shown in the" + " period.",
                OVERRIDDEN);
    }

    @Produces
    @Singleton
    static IndicatorSource duplicatesAvoided(IndicatorDatabase database) {
        return share(
                database,
                "guidance-duplicates-avoided",
                "cards",
                "Cards about a repeat of the same examination after which the order was withdrawn, of all"
                        + " such cards shown in the period.",
                DUPLICATES);
    }

    private static IndicatorSource share(
            IndicatorDatabase database, String name, String unit, String words, String statement) {
        return database.counted(new IndicatorDefinition(name, Kind.SHARE, unit, words, SOURCE), statement);
    }
}
