package org.meridiandx.imaging.header;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.imaging.dicom.DicomDataset;
import org.meridiandx.imaging.dicom.DicomElement;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.dicom.DicomValue;
import org.meridiandx.imaging.dicom.file.DicomFile;
import org.meridiandx.imaging.dicom.json.DicomJson;
import org.meridiandx.imaging.dicom.json.Members;
import org.meridiandx.imaging.store.ReceivedFile;

/// Takes from a DICOM file what the index keeps.
public final class InstanceMapper {
    /// What [HeaderLinks#expand] turns into a link when metadata is answered.
    static final String BULK_DATA = "bulkdata/";

    private static final int MAX_TEXT = 256;
    private static final int MAX_CODE = 64;
    private static final ZoneId LOCAL_TIME = ZoneId.of("Europe/London");
    private static final DicomTag PERFORMED_DATE = new DicomTag(0x00400244);
    private static final DicomTag PERFORMED_TIME = new DicomTag(0x00400245);
    private static final DicomTag UNIVERSAL_ENTITY_ID = new DicomTag(0x00400032);
    private static final DicomTag LOCAL_ENTITY_ID = new DicomTag(0x00400031);

    private InstanceMapper() {}

    /// @param file a file whose study, series, instance and class UIDs are there and valid
    public static IncomingInstance map(DicomFile file, ReceivedFile received) {
        var dataset = file.dataset();
        return new IncomingInstance(
                text(dataset, DicomTag.SOP_INSTANCE_UID, MAX_CODE), // SOPInstanceUID
                text(dataset, DicomTag.SOP_CLASS_UID, MAX_CODE), // SOPClassUID
                file.transferSyntax().uid(),
                integer(dataset, DicomTag.INSTANCE_NUMBER), // InstanceNumber
                integer(dataset, DicomTag.NUMBER_OF_FRAMES), // NumberOfFrames
                shapeOf(dataset),
                file.findings().stream().map(Enum::name).sorted().toList(),
                studyOf(dataset),
                seriesOf(dataset),
                members(dataset, QueryAttributes.INSTANCE, Set.of()),
                headerOf(dataset),
                received);
    }

    private static StudyAttributes studyOf(DicomDataset dataset) {
        return new StudyAttributes(
                text(dataset, DicomTag.STUDY_INSTANCE_UID, MAX_CODE), // StudyInstanceUID
                text(dataset, DicomTag.PATIENT_ID, MAX_TEXT), // PatientID
                text(dataset, DicomTag.ISSUER_OF_PATIENT_ID, MAX_TEXT), // IssuerOfPatientID
                text(dataset, DicomTag.PATIENT_NAME, MAX_TEXT), // PatientName
                day(dataset, DicomTag.PATIENT_BIRTH_DATE), // PatientBirthDate
                text(dataset, DicomTag.PATIENT_SEX, MAX_CODE), // PatientSex
                text(dataset, DicomTag.ACCESSION_NUMBER, MAX_TEXT), // AccessionNumber
                accessionIssuerOf(dataset), // IssuerOfAccessionNumberSequence
                day(dataset, DicomTag.STUDY_DATE), // StudyDate
                time(dataset, DicomTag.STUDY_TIME), // StudyTime
                instant(dataset, DicomTag.STUDY_DATE, DicomTag.STUDY_TIME),
                text(dataset, DicomTag.STUDY_ID, MAX_TEXT), // StudyID
                text(dataset, DicomTag.STUDY_DESCRIPTION, MAX_TEXT), // StudyDescription
                text(dataset, DicomTag.REFERRING_PHYSICIAN_NAME, MAX_TEXT), // ReferringPhysicianName
                members(dataset, QueryAttributes.STUDY, QueryAttributes.STUDY_REQUIRED));
    }

    private static SeriesAttributes seriesOf(DicomDataset dataset) {
        var performed = day(dataset, PERFORMED_DATE);
        return new SeriesAttributes(
                text(dataset, DicomTag.SERIES_INSTANCE_UID, MAX_CODE), // SeriesInstanceUID
                text(dataset, DicomTag.MODALITY, MAX_CODE), // Modality
                integer(dataset, DicomTag.SERIES_NUMBER), // SeriesNumber
                text(dataset, DicomTag.SERIES_DESCRIPTION, MAX_TEXT), // SeriesDescription
                text(dataset, DicomTag.BODY_PART_EXAMINED, MAX_CODE), // BodyPartExamined
                performed.or(() -> day(dataset, DicomTag.SERIES_DATE)), // PerformedProcedureStepStartDate
                performed.isPresent() ? time(dataset, PERFORMED_TIME) : time(dataset, DicomTag.SERIES_TIME),
                instant(dataset, DicomTag.SERIES_DATE, DicomTag.SERIES_TIME),
                members(dataset, QueryAttributes.SERIES, QueryAttributes.SERIES_REQUIRED));
    }

    /// The assigner as HL7 entity identifiers in the sequence name it.
    private static String accessionIssuerOf(DicomDataset dataset) {
        var items = dataset.items(DicomTag.ISSUER_OF_ACCESSION_NUMBER_SEQUENCE);
        if (items.isEmpty()) {
            return "";
        }
        var item = items.getFirst();
        return clean(
                item.string(LOCAL_ENTITY_ID)
                        .or(() -> item.string(UNIVERSAL_ENTITY_ID))
                        .orElse(""),
                MAX_TEXT);
    }

    private static String shapeOf(DicomDataset dataset) {
        return integer(dataset, DicomTag.ROWS).orElse(0)
                + "x" + integer(dataset, DicomTag.COLUMNS).orElse(0)
                + "x" + integer(dataset, DicomTag.NUMBER_OF_FRAMES).orElse(1);
    }

    private static byte[] members(DicomDataset dataset, Set<DicomTag> wanted, Set<DicomTag> required) {
        var found = DicomJson.write(dataset.select(wanted::contains), DicomJson.BulkData.NONE);
        var missing = DicomDataset.builder();
        required.stream().filter(tag -> dataset.get(tag).isEmpty()).forEach(missing::empty);
        return Members.join(
                Members.of(found), Members.of(DicomJson.write(missing.buildItem(), DicomJson.BulkData.NONE)));
    }

    private static byte[] headerOf(DicomDataset dataset) {
        return Members.of(DicomJson.write(dataset, (path, element) -> bulkUri(path, element)));
    }

    /// Only what has content and is at the top of the data set can be fetched.
    private static Optional<String> bulkUri(String path, DicomElement element) {
        return element.isEmpty() || path.contains("/") || element.value() instanceof DicomValue.Bytes
                ? Optional.empty()
                : Optional.of(BULK_DATA + path);
    }

    private static String text(DicomDataset dataset, DicomTag tag, int maxLength) {
        return clean(dataset.string(tag).orElse(""), maxLength);
    }

    /// PostgreSQL takes no NUL, and an index entry has a limit that a hostile value would break.
    private static String clean(String text, int maxLength) {
        var visible = text.replace("\u0000", "").strip();
        if (visible.length() <= maxLength) {
            return visible;
        }
        // Not between the two halves of a character.
        var end = Character.isHighSurrogate(visible.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
        return visible.substring(0, end);
    }

    private static Optional<Integer> integer(DicomDataset dataset, DicomTag tag) {
        return dataset.integer(tag)
                .filter(value -> value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE)
                .map(Long::intValue);
    }

    /// `YYYYMMDD`, and `YYYY.MM.DD` of the times before 1993.
    public static Optional<LocalDate> parseDay(String text) {
        var digits = text.replace(".", "");
        if (digits.length() != 8 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        try {
            var day = LocalDate.of(
                    Integer.parseInt(digits.substring(0, 4)),
                    Integer.parseInt(digits.substring(4, 6)),
                    Integer.parseInt(digits.substring(6)));
            return day.getYear() < 1 ? Optional.empty() : Optional.of(day);
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDate> day(DicomDataset dataset, DicomTag tag) {
        return dataset.string(tag).flatMap(InstanceMapper::parseDay);
    }

    private static String time(DicomDataset dataset, DicomTag tag) {
        return dataset.string(tag).flatMap(DicomTime::normalise).orElse("");
    }

    private static Optional<Instant> instant(DicomDataset dataset, DicomTag date, DicomTag time) {
        var day = day(dataset, date);
        if (day.isEmpty()) {
            return Optional.empty();
        }
        var clock = dataset.string(time).flatMap(DicomTime::parse).orElse(LocalTime.MIDNIGHT);
        return Optional.of(day.get().atTime(clock).atZone(zoneOf(dataset)).toInstant());
    }

    private static ZoneId zoneOf(DicomDataset dataset) {
        try {
            return dataset.string(DicomTag.TIMEZONE_OFFSET_FROM_UTC)
                    .<ZoneId>map(ZoneOffset::of)
                    .orElse(LOCAL_TIME);
        } catch (DateTimeException odd) {
            return LOCAL_TIME;
        }
    }
}
