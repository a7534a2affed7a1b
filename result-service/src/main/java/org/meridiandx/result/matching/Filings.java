package org.meridiandx.result.matching;

import jakarta.enterprise.context.Dependent;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.directory.standing.PatientStandings;
import org.meridiandx.result.filing.FiledReports;
import org.meridiandx.result.filing.ResultFiling;

/// What it takes to file a report again: its rows, the statements, its patient, the trace.
@Dependent
class Filings {
    private final FiledReports filed;
    private final ResultFiling filing;
    private final PatientStandings standings;
    private final AuditTrail audit;

    Filings(FiledReports filed, ResultFiling filing, PatientStandings standings, AuditTrail audit) {
        this.filed = filed;
        this.filing = filing;
        this.standings = standings;
        this.audit = audit;
    }

    FiledReports filed() {
        return filed;
    }

    ResultFiling filing() {
        return filing;
    }

    PatientStandings standings() {
        return standings;
    }

    AuditTrail audit() {
        return audit;
    }
}
