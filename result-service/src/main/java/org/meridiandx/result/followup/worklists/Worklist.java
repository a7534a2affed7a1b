package org.meridiandx.result.followup.worklists;

import java.util.Arrays;
import java.util.Optional;

/// Which reports are asked for. All are open: nobody has acted on them yet.
enum Worklist {
    /// Not acknowledged, and mine or those of somebody whom I cover.
    MINE("mine", """
            f.organisation = $1 and f.state in ('addressed', 'delivered', 'opened') and f.owner <> ''
            and f.owner in (select $2 union all select absent from follow_up_cover where organisation = $1
                and covering = $2 and begins_at <= now() and ends_at > now())"""),
    /// Acknowledged by me or somebody whom I cover, and to be acted on.
    TO_ACT("to-act", """
            f.organisation = $1 and f.state = 'acknowledged' and f.owner <> ''
            and f.owner in (select $2 union all select absent from follow_up_cover where organisation = $1
                and covering = $2 and begins_at <= now() and ends_at > now())"""),
    /// All of my organisation.
    TEAM("team", "f.organisation = $1 and $2::text is not null"),
    /// Those of my organisation of which more than their owner had to be told.
    OVERDUE("overdue", "f.organisation = $1 and f.level > 0 and $2::text is not null"),
    /// Those that my organisation is asked to take over.
    OFFERED("offered", "f.offered_to = $1 and f.offered_to <> '' and $2::text is not null"),
    /// Those that nobody asked for: with their maker, or with nobody.
    UNADDRESSED("unaddressed", "f.organisation in ($1, '') and not f.is_addressed and $2::text is not null");

    private final String code;
    private final String condition;

    Worklist(String code, String condition) {
        this.code = code;
        this.condition = condition;
    }

    String code() {
        return code;
    }

    /// SQL, with the organisation as `$1` and the person as `$2`.
    String condition() {
        return condition;
    }

    static Optional<Worklist> of(String code) {
        return Arrays.stream(values()).filter(list -> list.code.equals(code)).findFirst();
    }
}
