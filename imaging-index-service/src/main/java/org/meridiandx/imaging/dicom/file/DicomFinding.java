package org.meridiandx.imaging.dicom.file;

/// Something wrong with a file that can be read all the same. Whether it may be stored is for the
/// caller to say.
public enum DicomFinding {
    NO_PREAMBLE("The preamble and the DICM prefix are missing"),
    NO_META("The file meta information is missing"),
    NO_META_GROUP_LENGTH("The file meta information does not say its length"),
    NO_TRANSFER_SYNTAX("The file meta information does not name the transfer syntax"),
    TRANSFER_SYNTAX_MISMATCH("The data set is not encoded as its transfer syntax says"),
    PIXEL_DATA_MISMATCH("The pixel data is compressed or not, against what the transfer syntax says"),
    PIXEL_DATA_TRUNCATED("The pixel data is cut off"),
    TRAILING_BYTES("Bytes that are no data elements follow the data set"),
    ODD_LENGTH("A value has an odd length"),
    OUT_OF_ORDER("The data elements are not in the order of their tags"),
    DUPLICATE_ELEMENT("A data element is there twice; the first one counts"),
    NON_STANDARD_VR("A value representation is unknown and read as UN"),
    INVALID_UID("A UID that identifies the study, series, instance or SOP class is not valid");

    private final String text;

    DicomFinding(String text) {
        this.text = text;
    }

    /// The sentence for people.
    public String text() {
        return text;
    }
}
