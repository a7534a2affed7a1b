package org.meridiandx.identity.ods.rules;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Rows of the CSV files. Column names are those of the reports' headers.
final class OrganisationRows {
    private static final int TRUST_CODE = 3;
    private static final Set<String> STATES = Set.of("", "A", "C", "D", "P");

    private OrganisationRows() {}

    static OdsReading practice(Row row) {
        var fields = common(row);
        fields.put(OdsField.KIND, OdsKind.GP_PRACTICE.code());
        fields.put(OdsField.STATUS, status(row));
        // Organization.partOf <- Commissioner (column 15)
        fields.put(OdsField.PARENT, row.optionalCode("Commissioner"));
        fields.put(OdsField.JOINED, row.date("Join Provider Date"));
        fields.put(OdsField.LEFT, row.date("Left Provider Date"));
        fields.put(OdsField.TELEPHONE, row.text("Contact Telephone Number"));
        return entry(row.code("Organisation Code"), fields);
    }

    /// A trust has three characters; its sites begin with them.
    static OdsReading trust(Row row) {
        var code = row.code("Organisation Code");
        var fields = common(row);
        var isSite = code.length() > TRUST_CODE;
        fields.put(OdsField.KIND, (isSite ? OdsKind.TRUST_SITE : OdsKind.NHS_TRUST).code());
        fields.put(OdsField.PARENT, isSite ? code.substring(0, TRUST_CODE) : "");
        return entry(code, fields);
    }

    static OdsReading practitioner(Row row) {
        var fields = common(row);
        fields.put(OdsField.KIND, OdsKind.GENERAL_PRACTITIONER.code());
        fields.put(OdsField.STATUS, status(row));
        fields.put(OdsField.PARENT, row.optionalCode("Parent Organisation Code"));
        fields.put(OdsField.JOINED, row.date("Join Parent Date"));
        fields.put(OdsField.LEFT, row.date("Left Parent Date"));
        fields.put(OdsField.TELEPHONE, row.text("Contact Telephone Number"));
        return entry(row.code("Organisation Code"), fields);
    }

    static OdsReading succession(Row row) {
        var code = row.code("Organisation Code");
        var successor = row.code("Successor Organisation Code");
        if (code.equals(successor)) {
            return new OdsReading.Refused("succeeds-itself");
        }
        var fields = new EnumMap<OdsField, String>(OdsField.class);
        fields.put(OdsField.SUCCESSOR, successor);
        fields.put(OdsField.SUCCEEDED_ON, row.date("Succession Effective Date"));
        return new OdsReading.Entries(List.of(new OdsEntry(code, successor, fields)));
    }

    private static Map<OdsField, String> common(Row row) {
        var fields = new EnumMap<OdsField, String>(OdsField.class);
        fields.put(OdsField.NAME, row.name("Name"));
        fields.put(
                OdsField.ADDRESS,
                row.lines("Address Line 1", "Address Line 2", "Address Line 3", "Address Line 4", "Address Line 5"));
        fields.put(OdsField.POSTCODE, row.text("Postcode"));
        fields.put(OdsField.OPENED, row.date("Open Date"));
        fields.put(OdsField.CLOSED, row.date("Close Date"));
        return fields;
    }

    private static String status(Row row) {
        var status = row.text("Status Code");
        if (!STATES.contains(status)) {
            throw new Row.UnusableException("status-unknown");
        }
        return status;
    }

    private static OdsReading entry(String code, Map<OdsField, String> fields) {
        return new OdsReading.Entries(List.of(new OdsEntry(code, "", fields)));
    }
}
