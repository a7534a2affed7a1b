package org.meridiandx.identity.ods.rules;

/// What a file can say of a code. Dates are ISO, addresses are lines joined by a line feed.
public enum OdsField {
    KIND,
    NAME,
    PARENT,
    ADDRESS,
    CITY,
    DISTRICT,
    POSTCODE,
    COUNTRY,
    TELEPHONE,
    OPENED,
    CLOSED,
    STATUS,
    JOINED,
    LEFT,
    LATITUDE,
    LONGITUDE,
    /// The Office for National Statistics' code of its area.
    AREA,
    SERVICES,
    OPENING,
    SUCCESSOR,
    SUCCEEDED_ON
}
