package org.meridiandx.identity.ods.rules;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// The layouts of published files that are understood. Where two files say different things of one
/// code, the layout that stands first here is believed.
///
/// **Source:** NHS ODS, CSV file specifications (27 columns without a header; samples with a header
/// and fewer columns are taken too), and the JSON files of the RCPCH organisations project.
public enum OdsLayout {
    /// GP practices.
    EPRACCUR(Columns.PRACTICE, OrganisationRows::practice),
    /// NHS trusts and their sites.
    ETRUST(Columns.TRUST, OrganisationRows::trust),
    /// General practitioners, each at a practice.
    EGPCUR(Columns.PRACTITIONER, OrganisationRows::practitioner),
    /// Which code follows which.
    SUCC(Columns.SUCCESSION, OrganisationRows::succession),
    HOSPITAL_SITES(List.of(), PlaceRows::hospitalSite),
    TRUSTS(List.of(), PlaceRows::trust),
    ICBS(List.of(), PlaceRows::board),
    ICB_AUTHORITIES(List.of(), PlaceRows::boardWithAuthority),
    REGIONS(List.of(), PlaceRows::region),
    HEALTH_BOARDS(List.of(), PlaceRows::healthBoard),
    CDCS(List.of(), PlaceRows::diagnosticCentre);

    private final List<String> columns;
    private final Function<Row, OdsReading> reader;

    OdsLayout(List<String> columns, Function<Row, OdsReading> reader) {
        this.columns = columns;
        this.reader = reader;
    }

    /// Finds a layout by its code, such as `etrust` or `hospital-sites`.
    public static Optional<OdsLayout> of(String code) {
        return Arrays.stream(values())
                .filter(layout -> layout.code().equals(code))
                .findFirst();
    }

    /// Lower case with hyphens.
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The names of the columns, in their order; empty for layouts that come as JSON.
    public List<String> columns() {
        return columns;
    }

    /// Whether it comes as CSV, else as JSON.
    public boolean isCsv() {
        return !columns.isEmpty();
    }

    /// Reads one row.
    public OdsReading read(Row row) {
        try {
            return reader.apply(row);
        } catch (Row.UnusableException unusable) {
            return new OdsReading.Refused(unusable.reason());
        }
    }

    /// Names as in the headers of the published reports.
    private static final class Columns {
        private static final List<String> TRUST = List.of(
                "Organisation Code",
                "Name",
                "National Grouping",
                "High Level Health Geography",
                "Address Line 1",
                "Address Line 2",
                "Address Line 3",
                "Address Line 4",
                "Address Line 5",
                "Postcode",
                "Open Date",
                "Close Date");
        private static final List<String> PRACTICE = joined(
                TRUST,
                List.of(
                        "Status Code",
                        "Organisation Sub-Type Code",
                        "Commissioner",
                        "Join Provider Date",
                        "Left Provider Date",
                        "Contact Telephone Number"));
        private static final List<String> PRACTITIONER = joined(
                TRUST,
                List.of(
                        "Status Code",
                        "Organisation Sub-Type Code",
                        "Parent Organisation Code",
                        "Join Parent Date",
                        "Left Parent Date",
                        "Contact Telephone Number"));
        private static final List<String> SUCCESSION = List.of(
                "Organisation Code",
                "Successor Organisation Code",
                "Reason Code",
                "Succession Effective Date",
                "Succession Indicator");

        private static List<String> joined(List<String> first, List<String> second) {
            return java.util.stream.Stream.concat(first.stream(), second.stream())
                    .toList();
        }
    }
}
