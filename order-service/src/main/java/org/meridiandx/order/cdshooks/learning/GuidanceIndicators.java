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

    private static final String AVOIDED =
            IN_PERIOD + " and kind = 'safety' and rule like 'dup-%' and outcome = 'withdrawn'";
    private static final String AVOIDED_DOSE =
            "select '' as grp, coalesce(sum(dose_msv), 0) as numerator, count(dose_msv) as denominator" + AVOIDED;
    private static final String AVOIDED_COST =
            "select tariff as grp, coalesce(sum(cost_gbp), 0) as numerator, count(cost_gbp) as denominator" + AVOIDED
                    + " and tariff is not null group by tariff";

    private static final String OF_RULE =
            "select rule as grp, count(*) filter (where outcome %s)::numeric as numerator," + " count(*) as denominator"
                    + IN_PERIOD + " and kind in ('advice', 'safety') group by rule";
    private static final String REASONS =
            "select coalesce(override_reason, 'none told') as grp, count(*)::numeric as numerator,"
                    + " (sum(count(*)) over ())::bigint as denominator" + IN_PERIOD
                    + " and kind in ('advice', 'safety') and outcome = 'overridden' group by 1";

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
    static IndicatorSource followedByRule(IndicatorDatabase database) {
        return share(
                database,
                "guidance-followed-by-rule",
                "cards",
                "Cards of this rule that were taken up: the order was changed or withdrawn, or the card accepted. Of all"
                        + " cards of the rule shown in the period. The group is the recommendation or safety rule.",
                OF_RULE.formatted("in ('accepted', 'changed', 'withdrawn')"));
    }

    @Produces
    @Singleton
    static IndicatorSource overriddenByRule(IndicatorDatabase database) {
        return share(
                database,
                "guidance-overridden-by-rule",
                "cards",
                "Cards of this rule that somebody went on against, of all cards of the rule shown in the period. The"
                        + " group is the recommendation or safety rule.",
                OF_RULE.formatted("= 'overridden'"));
    }

    @Produces
    @Singleton
    static IndicatorSource overrideReasons(IndicatorDatabase database) {
        return database.counted(
                new IndicatorDefinition(
                        "guidance-override-reasons",
                        Kind.PARTS,
                        "cards",
                        "Cards that somebody went on against for this reason, of all such cards shown in the period."
                                + " The group is the code of the reason.",
                        SOURCE),
                REASONS);
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

    @Produces
    @Singleton
    static IndicatorSource avoidedDose(IndicatorDatabase database) {
        return database.counted(
                new IndicatorDefinition(
                        "guidance-duplicates-avoided-dose",
                        Kind.SUM,
                        "mSv",
                        "Estimated effective dose of the repeats that were not done: the sum of the typical doses of"
                                + " the guideline content, over the cards shown in the period after which the order was"
                                + " withdrawn. An estimate. Examinations without ionising radiation, and those of which"
                                + " the content has no dose, are left out.",
                        SOURCE + "; typical doses: dose_reference of the guideline content (UKHSA patient dose"
                                + " information, and unverified ones)"),
                AVOIDED_DOSE);
    }

    @Produces
    @Singleton
    static IndicatorSource avoidedCost(IndicatorDatabase database, Estimates estimates) {
        return database.counted(
                new IndicatorDefinition(
                        "guidance-duplicates-avoided-cost",
                        Kind.SUM,
                        "GBP",
                        "Estimated cost of the repeats that were not done, by the tariff of the day, over the cards"
                                + " shown in the period after which the order was withdrawn. An estimate. Examinations"
                                + " without a price in the tariff are left out. The group is the version of the tariff.",
                        SOURCE + "; tariff in use: " + estimates.tariff().version() + ", "
                                + estimates.tariff().source()),
                AVOIDED_COST);
    }

    private static IndicatorSource share(
            IndicatorDatabase database, String name, String unit, String words, String statement) {
        return database.counted(new IndicatorDefinition(name, Kind.SHARE, unit, words, SOURCE), statement);
    }
}
