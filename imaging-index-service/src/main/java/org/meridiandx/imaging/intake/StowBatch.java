package org.meridiandx.imaging.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridiandx.imaging.dicom.DicomUid;
import org.meridiandx.imaging.header.IncomingInstance;
import org.meridiandx.imaging.store.Upload;

/// The files of one request as they come in: those fit to be kept here, the others in the report.
final class StowBatch {
    private final Upload upload;
    private final InstanceInspector inspector;
    private final Optional<DicomUid> study;
    private final long maxIndexBytes;
    private final StowReport report;
    private final List<IncomingInstance> fit = new ArrayList<>();
    private long indexBytes;

    StowBatch(
            Upload upload,
            InstanceInspector inspector,
            Optional<DicomUid> study,
            long maxIndexBytes,
            StowReport report) {
        this.upload = upload;
        this.inspector = inspector;
        this.study = study;
        this.maxIndexBytes = maxIndexBytes;
        this.report = report;
    }

    List<IncomingInstance> fit() {
        return fit;
    }

    void take(MultipartReader.Part part) throws IOException {
        if (!part.mediaType().equals(StowContentType.DICOM)) {
            report.failed(
                    new Inspection.Unfit("", "", StowFailure.unreadable("A part is not of type application/dicom")));
            return;
        }
        take(part.body());
    }

    void take(InputStream content) throws IOException {
        var file = upload.receive(content);
        switch (inspector.inspect(file, study)) {
            case Inspection.Fit(var instance)
            when indexBytes + sizeOf(instance) <= maxIndexBytes -> {
                indexBytes += sizeOf(instance);
                fit.add(instance);
            }
            case Inspection.Fit(var instance) -> {
                upload.drop(file);
                report.failed(
                        instance,
                        StowFailure.tooMuch(
                                "The request holds too many or too long headers. Send fewer files at once"));
            }
            case Inspection.Unfit unfit -> {
                upload.drop(file);
                report.failed(unfit);
            }
        }
    }

    private static long sizeOf(IncomingInstance instance) {
        return instance.header().length
                + instance.json().length
                + instance.study().json().length
                + instance.series().json().length
                + 1024L;
    }
}
