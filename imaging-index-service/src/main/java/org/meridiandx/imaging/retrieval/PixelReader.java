package org.meridiandx.imaging.retrieval;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridiandx.imaging.dicom.DicomDataset;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.dicom.DicomValue;
import org.meridiandx.imaging.dicom.file.DicomFile;
import org.meridiandx.imaging.dicom.file.DicomLimits;
import org.meridiandx.imaging.dicom.file.DicomReader;
import org.meridiandx.imaging.dicom.file.DicomSource;
import org.meridiandx.imaging.retrieval.FileSender.Part;
import org.meridiandx.imaging.retrieval.FileSender.Stretch;
import org.meridiandx.imaging.retrieval.KeptInstance.KeptFile;
import org.meridiandx.imaging.store.InstanceStorage;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Says where in a kept file a frame or a large value lies. Blocks.
@ApplicationScoped
class PixelReader {
    static final String OCTETS = "application/octet-stream";
    private static final DicomTag SAMPLES_PER_PIXEL = new DicomTag(0x00280002);
    private static final int BITS_PER_BYTE = 8;
    private static final DicomReader READER =
            DicomReader.ofAll().withLimits(new DicomLimits(32, 500_000, 256, 32L << 20, 256L << 20));

    /// **Source:** DICOM PS3.18 table 8.7.3-5.
    private static final Map<String, String> COMPRESSED = Map.ofEntries(
            Map.entry("1.2.840.10008.1.2.4.50", "image/jpeg"),
            Map.entry("1.2.840.10008.1.2.4.51", "image/jpeg"),
            Map.entry("1.2.840.10008.1.2.4.57", "image/jpeg"),
            Map.entry("1.2.840.10008.1.2.4.70", "image/jpeg"),
            Map.entry("1.2.840.10008.1.2.4.80", "image/jls"),
            Map.entry("1.2.840.10008.1.2.4.81", "image/jls"),
            Map.entry("1.2.840.10008.1.2.4.90", "image/jp2"),
            Map.entry("1.2.840.10008.1.2.4.91", "image/jp2"),
            Map.entry("1.2.840.10008.1.2.4.92", "image/jpx"),
            Map.entry("1.2.840.10008.1.2.4.93", "image/jpx"),
            Map.entry("1.2.840.10008.1.2.4.201", "image/jphc"),
            Map.entry("1.2.840.10008.1.2.4.202", "image/jphc"),
            Map.entry("1.2.840.10008.1.2.4.203", "image/jphc"),
            Map.entry("1.2.840.10008.1.2.5", "image/dicom-rle"));

    private final InstanceStorage storage;

    PixelReader(InstanceStorage storage) {
        this.storage = storage;
    }

    /// The media type of the frames of a file, without parameters.
    static String frameType(KeptFile file) {
        return COMPRESSED.getOrDefault(file.transferSyntax(), OCTETS);
    }

    /// @param frames numbers from 1
    /// @return one part per frame; fails with 404 where there is no such frame, 406 where it cannot be
    ///     told apart
    List<Part> frames(KeptFile file, List<Integer> frames) {
        var dicom = read(file);
        requirePlainBytes(dicom);
        var pixels = dicom.pixelData().orElseThrow(() -> notFound("The instance has no pixel data."));
        var count = dicom.dataset().integer(DicomTag.NUMBER_OF_FRAMES).orElse(1L);
        var type = frameType(file)
                + (dicom.transferSyntax().encapsulated() ? "; transfer-syntax=" + file.transferSyntax() : "");
        var parts = new ArrayList<Part>();
        for (var frame : frames) {
            if (frame < 1 || frame > count) {
                throw notFound("The instance has " + count + " frames.");
            }
            parts.add(new Part(
                    type,
                    switch (pixels.value()) {
                        case DicomValue.Fragments fragments -> compressed(file, fragments, frame, count);
                        case DicomValue.Deferred deferred ->
                            List.of(plain(file, deferred, frame, frameBytes(dicom.dataset(), deferred, count)));
                        case DicomValue.Bytes bytes -> throw notSeparable();
                        case DicomValue.Items items -> throw notSeparable();
                    }));
        }
        return parts;
    }

    /// A large value at the top of the data set.
    Part bulkData(KeptFile file, DicomTag tag) {
        var dicom = read(file);
        requirePlainBytes(dicom);
        var element = dicom.dataset().get(tag).orElseThrow(() -> notFound("The instance has no such element."));
        return switch (element.value()) {
            case DicomValue.Deferred(var offset, var length)
            when length >= 0 -> new Part(OCTETS, List.of(new Stretch(file.key(), offset, length)));
            case DicomValue.Deferred deferred -> throw notSeparable();
            case DicomValue.Fragments fragments -> throw notSeparable();
            case DicomValue.Items items -> throw notFound("The element is a sequence: it is in the metadata.");
            case DicomValue.Bytes bytes -> throw notFound("The value is short: it is in the metadata.");
        };
    }

    private DicomFile read(KeptFile file) {
        try (var channel = storage.open(file.key())) {
            return READER.read(DicomSource.of(channel));
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }

    private static Stretch plain(KeptFile file, DicomValue.Deferred pixels, int frame, long frameBytes) {
        return new Stretch(file.key(), pixels.offset() + (frame - 1) * frameBytes, frameBytes);
    }

    private static long frameBytes(DicomDataset dataset, DicomValue.Deferred pixels, long count) {
        var bits = valueOf(dataset, DicomTag.ROWS)
                .flatMap(rows -> valueOf(dataset, DicomTag.COLUMNS).map(columns -> rows * columns))
                .flatMap(area -> valueOf(dataset, DicomTag.BITS_ALLOCATED).map(depth -> area * depth))
                .map(size -> size * valueOf(dataset, SAMPLES_PER_PIXEL).orElse(1L))
                .orElseThrow(PixelReader::notSeparable);
        var fits = bits % BITS_PER_BYTE == 0 && bits / BITS_PER_BYTE * count <= pixels.length();
        if (!fits) {
            throw notSeparable();
        }
        return bits / BITS_PER_BYTE;
    }

    private static Optional<Long> valueOf(DicomDataset dataset, DicomTag tag) {
        return dataset.integer(tag).filter(value -> value > 0 && value <= 65_535);
    }

    /// One fragment per frame, or all fragments for the only frame; a table of offsets is not followed yet.
    private static List<Stretch> compressed(KeptFile file, DicomValue.Fragments pixels, int frame, long count) {
        var fragments = pixels.fragments();
        if (count != 1 && fragments.size() != count) {
            throw notSeparable();
        }
        var chosen = count == 1 ? fragments : fragments.subList(frame - 1, frame);
        return chosen.stream()
                .map(fragment -> new Stretch(file.key(), fragment.offset(), fragment.length()))
                .toList();
    }

    /// Offsets of a deflated data set, and big-endian words, are not those that the answer would need.
    private static void requirePlainBytes(DicomFile dicom) {
        if (dicom.transferSyntax().deflated()
                || dicom.transferSyntax().encoding().isBigEndian()) {
            throw notSeparable();
        }
    }

    private static ProblemException notSeparable() {
        return ProblemException.of(
                ProblemCode.NOT_ACCEPTABLE,
                "This cannot be given by itself from this file's encoding. Retrieve the whole instance.");
    }

    private static ProblemException notFound(String text) {
        return ProblemException.of(ProblemCode.NOT_FOUND, text);
    }
}
