package org.meridiandx.dev.samples;

import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;

/// A study drawn by arithmetic for the sample patient: nobody was ever scanned for it.
///
/// @param studyUid Study Instance UID
/// @param accessionNumber (0008,0050), at most 16 characters
/// @param instances Part 10 files
public record DrawnStudy(String studyUid, String accessionNumber, List<byte[]> instances) {

    private static final Kind CT =
            new Kind("1.2.840.10008.5.1.4.1.1.2", "CT", "ORIGINAL\\PRIMARY\\AXIAL", "CT chest", "Axial 5 mm");
    private static final Kind DX = new Kind("1.2.840.10008.5.1.4.1.1.1.1", "DX", "ORIGINAL\\PRIMARY", "XR chest", "PA");
    private static final int SLICES = 12;
    private static final int SIZE = 128;
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT);

    private record Kind(String sopClass, String modality, String imageType, String study, String series) {}

    /// Copies the list.
    public DrawnStudy {
        instances = List.copyOf(instances);
    }

    /// A CT of the chest: 12 slices of 128 x 128, with a nodule in the right lung.
    public static DrawnStudy chestCt(SamplePatient patient, String accessionNumber) {
        return chestCt(patient, accessionNumber, LocalDateTime.now());
    }

    /// The same of another day.
    public static DrawnStudy chestCt(SamplePatient patient, String accessionNumber, LocalDateTime taken) {
        String study = uid();
        String series = uid();
        var files = IntStream.range(0, SLICES)
                .mapToObj(slice -> {
                    String instance = uid();
                    var part10 = new Part10();
                    general(part10, CT, instance, accessionNumber, taken);
                    patient(part10, patient);
                    part10.text(0x00180015, "CS", "CHEST")
                            .decimal(0x00180050, 5)
                            .text(0x00180060, "DS", "120");
                    place(part10, study, series, slice + 1);
                    part10.text(0x00200032, "DS", "-190\\-190\\" + slice * 25)
                            .text(0x00200037, "DS", "1\\0\\0\\0\\1\\0")
                            .text(0x00200052, "UI", study + ".1");
                    image(part10, -100, 1400, ChestPhantom.slice(slice, SLICES, SIZE));
                    return part10.file(CT.sopClass(), instance);
                })
                .toList();
        return new DrawnStudy(study, accessionNumber, files);
    }

    /// A chest radiograph: one image, the sum of the slices.
    public static DrawnStudy chestRadiograph(SamplePatient patient, String accessionNumber) {
        String study = uid();
        String instance = uid();
        var part10 = new Part10();
        general(part10, DX, instance, accessionNumber, LocalDateTime.now());
        patient(part10, patient);
        part10.text(0x00180015, "CS", "CHEST");
        place(part10, study, uid(), 1);
        image(part10, -600, 800, ChestPhantom.projection(SIZE));
        return new DrawnStudy(study, accessionNumber, List.of(part10.file(DX.sopClass(), instance)));
    }

    /// A new UID in the arc of UUIDs, short enough to take a suffix.
    ///
    /// **Source:** DICOM PS3.5 section B.2.
    private static String uid() {
        var uuid = UUID.randomUUID();
        var high = new BigInteger(Long.toUnsignedString(uuid.getMostSignificantBits()));
        return "2.25." + high.shiftLeft(64).or(new BigInteger(Long.toUnsignedString(uuid.getLeastSignificantBits())));
    }

    private static void general(Part10 part10, Kind kind, String instance, String accession, LocalDateTime taken) {
        part10.text(0x00080005, "CS", "ISO_IR 192")
                .text(0x00080008, "CS", kind.imageType())
                .text(0x00080016, "UI", kind.sopClass())
                .text(0x00080018, "UI", instance)
                .text(0x00080020, "DA", taken.format(DATE))
                .text(0x00080021, "DA", taken.format(DATE))
                .text(0x00080030, "TM", taken.format(TIME))
                .text(0x00080031, "TM", taken.format(TIME))
                .text(0x00080050, "SH", accession)
                .text(0x00080060, "CS", kind.modality())
                .text(0x00080070, "LO", "Meridian drawn samples")
                .text(0x00080080, "LO", "Harbourside Community Diagnostic Centre")
                .text(0x00080090, "PN", "VERMA^ASHA^^DR")
                .text(0x00081030, "LO", kind.study())
                .text(0x0008103E, "LO", kind.series());
    }

    private static void patient(Part10 part10, SamplePatient patient) {
        part10.text(0x00100010, "PN", patient.family() + "^" + patient.given())
                .text(0x00100020, "LO", patient.nhsNumber())
                .text(0x00100021, "LO", "NHS")
                .text(0x00100030, "DA", patient.birthDate().replace("-", ""))
                .text(0x00100040, "CS", patient.sex());
    }

    private static void place(Part10 part10, String study, String series, int number) {
        part10.text(0x0020000D, "UI", study)
                .text(0x0020000E, "UI", series)
                .text(0x00200010, "SH", "1")
                .text(0x00200011, "IS", "1")
                .text(0x00200013, "IS", String.valueOf(number));
    }

    private static void image(Part10 part10, int windowCentre, int windowWidth, short[] pixels) {
        part10.number(0x00280002, "US", 1)
                .text(0x00280004, "CS", "MONOCHROME2")
                .number(0x00280010, "US", SIZE)
                .number(0x00280011, "US", SIZE)
                .text(0x00280030, "DS", "2.969\\2.969")
                .number(0x00280100, "US", 16)
                .number(0x00280101, "US", 16)
                .number(0x00280102, "US", 15)
                .number(0x00280103, "US", 1)
                .text(0x00281050, "DS", String.valueOf(windowCentre))
                .text(0x00281051, "DS", String.valueOf(windowWidth))
                .text(0x00281052, "DS", "0")
                .text(0x00281053, "DS", "1")
                .pixels(pixels);
    }
}
