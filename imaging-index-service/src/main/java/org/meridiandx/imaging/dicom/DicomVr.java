package org.meridiandx.imaging.dicom;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A value representation: how the bytes of a data element are to be understood.
///
/// **Source**: DICOM PS3.5 section 6.2 and table 7.1-1.
public enum DicomVr {
    AE(Kind.TEXT, 1, false),
    AS(Kind.TEXT, 1, false),
    AT(Kind.TAG, 2, false),
    CS(Kind.TEXT, 1, false),
    DA(Kind.TEXT, 1, false),
    DS(Kind.NUMBER_TEXT, 1, false),
    DT(Kind.TEXT, 1, false),
    FL(Kind.NUMBER, 4, false),
    FD(Kind.NUMBER, 8, false),
    IS(Kind.NUMBER_TEXT, 1, false),
    LO(Kind.LOCAL_TEXT, 1, false),
    LT(Kind.LOCAL_LONG_TEXT, 1, false),
    OB(Kind.BINARY, 1, true),
    OD(Kind.BINARY, 8, true),
    OF(Kind.BINARY, 4, true),
    OL(Kind.BINARY, 4, true),
    OV(Kind.BINARY, 8, true),
    OW(Kind.BINARY, 2, true),
    PN(Kind.PERSON_NAME, 1, false),
    SH(Kind.LOCAL_TEXT, 1, false),
    SL(Kind.NUMBER, 4, false),
    SQ(Kind.SEQUENCE, 1, true),
    SS(Kind.NUMBER, 2, false),
    ST(Kind.LOCAL_LONG_TEXT, 1, false),
    SV(Kind.NUMBER, 8, true),
    TM(Kind.TEXT, 1, false),
    UC(Kind.LOCAL_TEXT, 1, true),
    UI(Kind.TEXT, 1, false),
    UL(Kind.NUMBER, 4, false),
    UN(Kind.BINARY, 1, true),
    UR(Kind.LONG_TEXT, 1, true),
    US(Kind.NUMBER, 2, false),
    UT(Kind.LOCAL_LONG_TEXT, 1, true),
    UV(Kind.NUMBER, 8, true);

    /// What sort of value it is; `LOCAL_` kinds follow the Specific Character Set, `LONG_` ones
    /// hold a single value.
    public enum Kind {
        TEXT,
        LONG_TEXT,
        LOCAL_TEXT,
        LOCAL_LONG_TEXT,
        PERSON_NAME,
        NUMBER_TEXT,
        NUMBER,
        TAG,
        BINARY,
        SEQUENCE
    }

    private static final @Nullable DicomVr[] BY_CODE = new @Nullable DicomVr[26 * 26];

    static {
        for (DicomVr vr : values()) {
            BY_CODE[(vr.name().charAt(0) - 'A') * 26 + vr.name().charAt(1) - 'A'] = vr;
        }
    }

    private final Kind kind;
    private final int unitBytes;
    private final boolean wideLength;

    DicomVr(Kind kind, int unitBytes, boolean wideLength) {
        this.kind = kind;
        this.unitBytes = unitBytes;
        this.wideLength = wideLength;
    }

    /// The representation with this two-letter name.
    public static Optional<DicomVr> of(String name) {
        return name.length() == 2 ? Optional.ofNullable(ofCode(name.charAt(0), name.charAt(1))) : Optional.empty();
    }

    public static @Nullable DicomVr ofCode(int first, int second) {
        int a = first - 'A';
        int b = second - 'A';
        return a < 0 || a > 25 || b < 0 || b > 25 ? null : BY_CODE[a * 26 + b];
    }

    public Kind kind() {
        return kind;
    }

    /// How many bytes are swapped together when the byte order differs.
    public int unitBytes() {
        return unitBytes;
    }

    /// Whether explicit encodings use two reserved bytes and a length of four bytes.
    public boolean hasWideLength() {
        return wideLength;
    }

    /// Whether the value is characters.
    public boolean isText() {
        return kind.ordinal() <= Kind.NUMBER_TEXT.ordinal();
    }

    /// Whether the Specific Character Set applies.
    public boolean isLocalised() {
        return kind == Kind.LOCAL_TEXT || kind == Kind.LOCAL_LONG_TEXT || kind == Kind.PERSON_NAME;
    }

    /// Whether a backslash separates values.
    public boolean isMultiValued() {
        return kind != Kind.LOCAL_LONG_TEXT && kind != Kind.LONG_TEXT;
    }

    /// The byte that fills a value up to an even length.
    public byte padding() {
        return (byte) (isText() && this != UI ? ' ' : 0);
    }
}
