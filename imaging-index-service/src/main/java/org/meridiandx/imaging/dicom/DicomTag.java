package org.meridiandx.imaging.dicom;

import java.util.HexFormat;
import java.util.Optional;

/// The tag of a data element, group and element number in one.
///
/// @param value group in the upper, element in the lower 16 bits; compare it unsigned
public record DicomTag(int value) implements Comparable<DicomTag> {
    public static final DicomTag MEDIA_STORAGE_SOP_CLASS_UID = new DicomTag(0x00020002);
    public static final DicomTag MEDIA_STORAGE_SOP_INSTANCE_UID = new DicomTag(0x00020003);
    public static final DicomTag TRANSFER_SYNTAX_UID = new DicomTag(0x00020010);
    public static final DicomTag SPECIFIC_CHARACTER_SET = new DicomTag(0x00080005);
    public static final DicomTag IMAGE_TYPE = new DicomTag(0x00080008);
    public static final DicomTag SOP_CLASS_UID = new DicomTag(0x00080016);
    public static final DicomTag SOP_INSTANCE_UID = new DicomTag(0x00080018);
    public static final DicomTag STUDY_DATE = new DicomTag(0x00080020);
    public static final DicomTag SERIES_DATE = new DicomTag(0x00080021);
    public static final DicomTag STUDY_TIME = new DicomTag(0x00080030);
    public static final DicomTag SERIES_TIME = new DicomTag(0x00080031);
    public static final DicomTag ACCESSION_NUMBER = new DicomTag(0x00080050);
    public static final DicomTag ISSUER_OF_ACCESSION_NUMBER_SEQUENCE = new DicomTag(0x00080051);
    public static final DicomTag INSTANCE_AVAILABILITY = new DicomTag(0x00080056);
    public static final DicomTag MODALITY = new DicomTag(0x00080060);
    public static final DicomTag MODALITIES_IN_STUDY = new DicomTag(0x00080061);
    public static final DicomTag MANUFACTURER = new DicomTag(0x00080070);
    public static final DicomTag INSTITUTION_NAME = new DicomTag(0x00080080);
    public static final DicomTag REFERRING_PHYSICIAN_NAME = new DicomTag(0x00080090);
    public static final DicomTag TIMEZONE_OFFSET_FROM_UTC = new DicomTag(0x00080201);
    public static final DicomTag STUDY_DESCRIPTION = new DicomTag(0x00081030);
    public static final DicomTag SERIES_DESCRIPTION = new DicomTag(0x0008103E);
    public static final DicomTag RETRIEVE_URL = new DicomTag(0x00081190);
    public static final DicomTag FAILURE_REASON = new DicomTag(0x00081197);
    public static final DicomTag FAILED_SOP_SEQUENCE = new DicomTag(0x00081198);
    public static final DicomTag REFERENCED_SOP_SEQUENCE = new DicomTag(0x00081199);
    public static final DicomTag REFERENCED_SOP_CLASS_UID = new DicomTag(0x00081150);
    public static final DicomTag REFERENCED_SOP_INSTANCE_UID = new DicomTag(0x00081155);
    public static final DicomTag PATIENT_NAME = new DicomTag(0x00100010);
    public static final DicomTag PATIENT_ID = new DicomTag(0x00100020);
    public static final DicomTag ISSUER_OF_PATIENT_ID = new DicomTag(0x00100021);
    public static final DicomTag PATIENT_BIRTH_DATE = new DicomTag(0x00100030);
    public static final DicomTag PATIENT_SEX = new DicomTag(0x00100040);
    public static final DicomTag OTHER_PATIENT_IDS_SEQUENCE = new DicomTag(0x00101002);
    public static final DicomTag BODY_PART_EXAMINED = new DicomTag(0x00180015);
    public static final DicomTag STUDY_INSTANCE_UID = new DicomTag(0x0020000D);
    public static final DicomTag SERIES_INSTANCE_UID = new DicomTag(0x0020000E);
    public static final DicomTag STUDY_ID = new DicomTag(0x00200010);
    public static final DicomTag SERIES_NUMBER = new DicomTag(0x00200011);
    public static final DicomTag INSTANCE_NUMBER = new DicomTag(0x00200013);
    public static final DicomTag NUMBER_OF_STUDY_RELATED_SERIES = new DicomTag(0x00201206);
    public static final DicomTag NUMBER_OF_STUDY_RELATED_INSTANCES = new DicomTag(0x00201208);
    public static final DicomTag NUMBER_OF_SERIES_RELATED_INSTANCES = new DicomTag(0x00201209);
    public static final DicomTag NUMBER_OF_FRAMES = new DicomTag(0x00280008);
    public static final DicomTag ROWS = new DicomTag(0x00280010);
    public static final DicomTag COLUMNS = new DicomTag(0x00280011);
    public static final DicomTag BITS_ALLOCATED = new DicomTag(0x00280100);
    public static final DicomTag PIXEL_REPRESENTATION = new DicomTag(0x00280103);
    public static final DicomTag FLOAT_PIXEL_DATA = new DicomTag(0x7FE00008);
    public static final DicomTag DOUBLE_FLOAT_PIXEL_DATA = new DicomTag(0x7FE00009);
    public static final DicomTag PIXEL_DATA = new DicomTag(0x7FE00010);

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /// The tag of this group and element number.
    public static DicomTag of(int group, int element) {
        return new DicomTag(group << 16 | element & 0xFFFF);
    }

    /// The tag that a query names, by keyword (`PatientID`) or by eight hexadecimal digits (`00100020`).
    public static Optional<DicomTag> parse(String keywordOrHex) {
        if (keywordOrHex.length() == 8 && keywordOrHex.chars().allMatch(HexFormat::isHexDigit)) {
            return Optional.of(new DicomTag(HexFormat.fromHexDigits(keywordOrHex)));
        }
        return DicomDictionary.byKeyword(keywordOrHex);
    }

    public int group() {
        return value >>> 16;
    }

    public int element() {
        return value & 0xFFFF;
    }

    /// Whether a manufacturer, not the standard, gave this tag its meaning (odd group).
    public boolean isPrivate() {
        return (value & 0x10000) != 0;
    }

    /// Whether it is one of the three elements that hold the image.
    public boolean isPixelData() {
        return value == PIXEL_DATA.value || value == FLOAT_PIXEL_DATA.value || value == DOUBLE_FLOAT_PIXEL_DATA.value;
    }

    /// The standard's keyword, if the dictionary has the tag.
    public Optional<String> keyword() {
        return DicomDictionary.keyword(this);
    }

    /// The standard's value representation, `UN` where the dictionary does not know the tag.
    public DicomVr dictionaryVr() {
        return DicomDictionary.vr(value, false);
    }

    /// The tag as eight hexadecimal digits in upper case, as DICOM JSON and query parameters write it.
    public String hex() {
        return HEX.toHexDigits(value);
    }

    @Override
    public int compareTo(DicomTag other) {
        return Integer.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return "(" + HEX.toHexDigits((short) group()) + "," + HEX.toHexDigits((short) element()) + ")";
    }
}
