package org.meridiandx.order.indicators;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.meridiandx.indicators.IndicatorDatabase;
import org.meridiandx.indicators.IndicatorDefinition;
import org.meridiandx.indicators.IndicatorDefinition.Kind;
import org.meridiandx.indicators.IndicatorSource;

/// What is counted of requests and their tasks. The organisation is the one that asks for the test.
class OrderIndicators {
    private static final String REQUESTS = "order-service: ServiceRequest";
    private static final String TASKS = "order-service: Task";
    private static final String BY_TEST = """
            select code_system || '|' || code as grp, count(*)::numeric as numerator,
                (sum(count(*)) over ())::bigint as denominator
            from service_request
            where authored_on >= $2 and authored_on < $3 and ($1 = '' or requester = $1)
                and status not in ('draft', 'entered-in-error')
            group by code_system, code""";
    private static final String WITHIN_A_DAY = """
            select '' as grp, count(*) filter (where accepted_at <= authored_on + interval '1 day')::numeric as numerator,
                count(*) as denominator
            from task where authored_on >= $2 and authored_on < $3 and ($1 = '' or requester = $1)""";
    private static final String TO_ACCEPTANCE = """
            select '' as grp, coalesce(round(sum(greatest(extract(epoch from accepted_at - authored_on), 0)) / 3600, 1), 0)
                as numerator, count(accepted_at) as denominator
            from task where authored_on >= $2 and authored_on < $3 and ($1 = '' or requester = $1)
                and accepted_at is not null""";
    private static final String TO_REPORT = """
            select '' as grp, coalesce(round(sum(greatest(extract(epoch from ended_at - authored_on), 0)) / 3600, 1), 0)
                as numerator, count(*) as denominator
            from service_request where ended_at >= $2 and ended_at < $3 and ($1 = '' or requester = $1)
                and status = 'completed'""";
    private static final String CANCELLED_AFTER_BREACH = """
            select '' as grp, count(*) filter (where ended_at > authored_on + interval '42 days')::numeric as numerator,
                count(*) as denominator
            from service_request where ended_at >= $2 and ended_at < $3 and ($1 = '' or requester = $1)
                and status = 'revoked'""";

    private static final String GUIDED = """
            select '' as grp, count(*) filter (where exists (select from justification j
                    where j.request_id = p.request_id and j.hook_instance is not null))::numeric as numerator,
                count(*) as denominator
            from justification p where p.event = 'placed' and p.recorded_at >= $2 and p.recorded_at < $3
                and ($1 = '' or p.organisation = $1)""";

    /// By what stands last: what was amended counts as it is now.
    private static final String INCOMPLETE = """
            select '' as grp, count(*) filter (where last.missing is not null)::numeric as numerator,
                count(*) as denominator
            from justification p, lateral (select j.missing, j.ionising from justification j
                where j.request_id = p.request_id order by j.number desc limit 1) last
            where p.event = 'placed' and p.recorded_at >= $2 and p.recorded_at < $3
                and ($1 = '' or p.organisation = $1) and last.ionising = 'yes'""";

    private OrderIndicators() {}

    @Produces
    @Singleton
    static IndicatorSource byTest(IndicatorDatabase database) {
        return database.counted(
                new IndicatorDefinition(
                        "requests-by-test",
                        Kind.PARTS,
                        "requests",
                        "Requests for this test, of all requests written in the period. Drafts and what was"
                                + " entered in error are left out. The group is system|code.",
                        REQUESTS),
                BY_TEST);
    }

    @Produces
    @Singleton
    static IndicatorSource guided(IndicatorDatabase database) {
        return database.counted(
                new IndicatorDefinition(
                        "exposures-guided",
                        Kind.SHARE,
                        "requests",
                        "Requests for examinations with ionising radiation that the scan-choice tool rated in the"
                                + " requester's system, of all such requests placed in the period, those whose examination"
                                + " is not known among them.",
                        "order-service: justification"),
                GUIDED);
    }

    @Produces
    @Singleton
    static IndicatorSource incomplete(IndicatorDatabase database) {
        return database.counted(
                new IndicatorDefinition(
                        "exposures-incomplete",
                        Kind.SHARE,
                        "requests",
                        "Requests for examinations with ionising radiation that lack something that IR(ME)R asks for:"
                                + " referrer, clinical information, pregnancy status or previous imaging. Of all such"
                                + " requests placed in the period, as they stand now.",
                        "order-service: justification"),
                INCOMPLETE);
    }

    @Produces
    @Singleton
    static IndicatorSource acceptedWithinADay(IndicatorDatabase database) {
        return database.counted(
                new IndicatorDefinition(
                        "accepted-within-a-day",
                        Kind.SHARE,
                        "requests",
                        "Requests that their performer took on within 24 hours, of all that were sent in the"
                                + " period, those not taken on yet among them.",
                        TASKS),
                WITHIN_A_DAY);
    }

    @Produces
    @Singleton
    static IndicatorSource hoursToAcceptance(IndicatorDatabase database) {
        return database.counted(
                new IndicatorDefinition(
                        "hours-to-acceptance",
                        Kind.SUM,
                        "hours",
                        "Hours from sending to acceptance, summed, over the requests sent in the period that were"
                                + " taken on. Numerator by denominator is the mean.",
                        TASKS),
                TO_ACCEPTANCE);
    }

    @Produces
    @Singleton
    static IndicatorSource hoursToReport(IndicatorDatabase database) {
        return database.counted(
                new IndicatorDefinition(
                        "hours-to-report",
                        Kind.SUM,
                        "hours",
                        "Hours from writing a request to its final report, summed, over the requests completed in"
                                + " the period. Numerator by denominator is the mean.",
                        REQUESTS),
                TO_REPORT);
    }

    @Produces
    @Singleton
    static IndicatorSource cancelledAfterBreach(IndicatorDatabase database) {
        return database.counted(
                new IndicatorDefinition(
                        "cancelled-after-breach",
                        Kind.SHARE,
                        "requests",
                        "Requests cancelled more than 6 weeks (42 days) after they were written, of all requests"
                                + " cancelled in the period.",
                        REQUESTS),
                CANCELLED_AFTER_BREACH);
    }
}
