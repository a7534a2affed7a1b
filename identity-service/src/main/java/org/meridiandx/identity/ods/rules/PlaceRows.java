package org.meridiandx.identity.ods.rules;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Rows of the JSON files. Column names are those of their properties.
final class PlaceRows {
    private static final int MAX_SLUG = 58;

    private PlaceRows() {}

    static OdsReading hospitalSite(Row row) {
        var fields = named(OdsKind.TRUST_SITE, row.name("OrganisationName"));
        fields.put(OdsField.ADDRESS, row.lines("Address1", "Address2", "Address3"));
        fields.put(OdsField.CITY, row.text("City"));
        fields.put(OdsField.DISTRICT, row.text("County"));
        fields.put(OdsField.POSTCODE, row.text("Postcode"));
        fields.put(OdsField.LATITUDE, degrees(row, "Latitude"));
        fields.put(OdsField.LONGITUDE, degrees(row, "Longitude"));
        fields.put(OdsField.PARENT, row.optionalCode("ParentODSCode"));
        return one(row.code("OrganisationCode"), fields);
    }

    static OdsReading trust(Row row) {
        var fields = named(OdsKind.NHS_TRUST, row.name("trust_name"));
        fields.put(OdsField.ADDRESS, row.lines("address_line_1", "address_line_2"));
        fields.put(OdsField.CITY, row.text("town"));
        fields.put(OdsField.POSTCODE, row.text("postcode"));
        fields.put(OdsField.COUNTRY, row.text("country"));
        return one(row.code("ods_code"), fields);
    }

    static OdsReading board(Row row) {
        var fields = named(OdsKind.INTEGRATED_CARE_BOARD, row.name("name"));
        fields.put(OdsField.AREA, row.text("gss_code"));
        return one(row.code("ods_code"), fields);
    }

    /// One row per local authority; it also tells the board, its region and its sub-location.
    static OdsReading boardWithAuthority(Row row) {
        var board = row.code("ODS ICB Code");
        var region = row.code("NHS England Region Code");
        var entries = new ArrayList<OdsEntry>();
        var boardFields = named(OdsKind.INTEGRATED_CARE_BOARD, row.name("ICB Name"));
        boardFields.put(OdsField.PARENT, region);
        boardFields.put(OdsField.AREA, row.text("ONS ICB Boundary Code"));
        entries.add(new OdsEntry(board, "", boardFields));
        entries.add(new OdsEntry(region, "", named(OdsKind.NHS_ENGLAND_REGION, row.name("NHS England Region"))));
        if (!row.text("ODS Sub ICB Code").isEmpty()) {
            var fields = named(OdsKind.SUB_ICB_LOCATION, row.name("Sub ICB Locations (formerly CCGs)"));
            fields.put(OdsField.PARENT, board);
            entries.add(new OdsEntry(row.code("ODS Sub ICB Code"), "", fields));
        }
        return new OdsReading.Entries(entries);
    }

    static OdsReading region(Row row) {
        var fields = named(OdsKind.NHS_ENGLAND_REGION, row.name("NHS_ENGLAND_REGION_NAME"));
        fields.put(OdsField.AREA, row.text("NHS_ENGLAND_REGION_ONS_CODE"));
        return one(row.code("NHS_ENGLAND_REGION_CODE"), fields);
    }

    static OdsReading healthBoard(Row row) {
        var fields = named(OdsKind.LOCAL_HEALTH_BOARD, row.name("health_board"));
        fields.put(OdsField.AREA, row.text("gss_code"));
        return one(row.code("ods_code"), fields);
    }

    /// These have no ODS code in the file: the code is made from the name.
    static OdsReading diagnosticCentre(Row row) {
        var name = row.name("name");
        var fields = named(OdsKind.COMMUNITY_DIAGNOSTIC_CENTRE, name);
        fields.put(OdsField.ADDRESS, row.text("address"));
        fields.put(OdsField.LONGITUDE, degrees(row, "longitude"));
        fields.put(OdsField.LATITUDE, degrees(row, "latitude"));
        fields.put(OdsField.SERVICES, row.text("services"));
        fields.put(OdsField.OPENING, row.text("isOpen12_7").equals("Yes") ? "12 hours a day, 7 days a week" : "");
        fields.put(OdsField.AREA, row.text("icbCode"));
        return one("CDC-" + slug(name), fields);
    }

    private static Map<OdsField, String> named(OdsKind kind, String name) {
        var fields = new EnumMap<OdsField, String>(OdsField.class);
        fields.put(OdsField.KIND, kind.code());
        fields.put(OdsField.NAME, name);
        return fields;
    }

    private static OdsReading one(String code, Map<OdsField, String> fields) {
        return new OdsReading.Entries(List.of(new OdsEntry(code, "", fields)));
    }

    private static String degrees(Row row, String column) {
        var text = row.text(column);
        if (!text.matches("(-?[0-9]{1,3}(\\.[0-9]{1,20})?)?")) {
            throw new Row.UnusableException("position-malformed");
        }
        return text;
    }

    private static String slug(String name) {
        var slug = name.toUpperCase(Locale.ROOT)
                .replace("'", "")
                .replaceAll("[^A-Z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return slug.length() <= MAX_SLUG ? slug : slug.substring(0, MAX_SLUG);
    }
}
