package org.meridiandx.imaging.intake;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.meridiandx.access.Caller;
import org.meridiandx.imaging.dicom.DicomUid;
import org.meridiandx.imaging.header.IncomingInstance;
import org.meridiandx.imaging.store.InstanceStorage;
import org.meridiandx.imaging.store.StorageKey;
import org.meridiandx.imaging.store.Upload;
import org.meridiandx.imaging.studies.IndexOutcome;
import org.meridiandx.imaging.studies.StudyIndexService;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// One STOW-RS request: receive, inspect, keep, index, answer.
@ApplicationScoped
class StowService {
    private static final Logger LOG = Logger.getLogger(StowService.class);
    private final InstanceStorage storage;
    private final InstanceInspector inspector;
    private final StudyIndexService index;
    private final StowConfig config;

    StowService(InstanceStorage storage, InstanceInspector inspector, StudyIndexService index, StowConfig config) {
        this.storage = storage;
        this.inspector = inspector;
        this.index = index;
        this.config = config;
    }

    /// Blocks while the body comes in, so it must be called on a worker thread.
    ///
    /// @param report filled in with what became of each instance
    /// @return the report, once everything it calls stored is durable and indexed; fails with 400
    ///     or 413, and then nothing was stored, or with 503; the same request may be sent again
    ///     after any failure
    Uni<StowReport> store(
            Caller caller, StowContentType type, Optional<DicomUid> study, InputStream body, StowReport report) {
        Upload upload;
        try {
            upload = storage.begin();
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
        List<IncomingInstance> fit;
        try {
            fit = receive(upload, type, study, body, report);
            upload.keep(fit.stream().map(IncomingInstance::file).toList());
        } catch (IOException | RuntimeException failed) {
            discard(upload);
            throw refusalOf(failed);
        }
        return index(caller, upload, fit, report);
    }

    private List<IncomingInstance> receive(
            Upload upload, StowContentType type, Optional<DicomUid> study, InputStream body, StowReport report)
            throws IOException {
        var batch = new StowBatch(upload, inspector, study, config.maxIndexBytes(), report);
        switch (type) {
            case StowContentType.Single single -> batch.take(body);
            case StowContentType.Multipart(var boundary) -> receiveParts(batch, body, boundary);
        }
        if (report.isEmpty() && batch.fit().isEmpty()) {
            throw new MalformedMultipartException("The body has no part.");
        }
        return batch.fit();
    }

    private void receiveParts(StowBatch batch, InputStream body, String boundary) throws IOException {
        var reader = new MultipartReader(body, boundary, config.maxPartHeaderBytes());
        var count = 0;
        for (var part = reader.next(); part.isPresent(); part = reader.next()) {
            if (++count > config.maxParts()) {
                throw ProblemException.of(
                        ProblemCode.TOO_LARGE,
                        "The body has more than " + config.maxParts() + " parts. Send it as several requests.");
            }
            batch.take(part.get());
        }
    }

    private Uni<StowReport> index(Caller caller, Upload upload, List<IncomingInstance> fit, StowReport report) {
        if (fit.isEmpty()) {
            discard(upload);
            return Uni.createFrom().item(report);
        }
        return index.index(caller, fit)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(outcomes -> settle(upload, outcomes))
                .onFailure(ProblemException.class)
                .invoke(() -> discard(upload))
                .map(outcomes -> complete(report, fit, outcomes));
    }

    /// After an unclear end of the transaction nothing is removed here: the sweep asks the index and knows.
    private static void settle(Upload upload, Map<StorageKey, IndexOutcome> outcomes) {
        var indexed = outcomes.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof IndexOutcome.Indexed)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        try {
            upload.settle(indexed);
        } catch (IOException disk) {
            LOG.warnf("an upload is left to the sweep: %s", disk.getClass().getSimpleName());
        }
    }

    private static StowReport complete(
            StowReport report, List<IncomingInstance> fit, Map<StorageKey, IndexOutcome> outcomes) {
        for (var instance : fit) {
            switch (outcomes.get(instance.file().key())) {
                case IndexOutcome.Indexed(var held) -> report.stored(instance, held.map(StowWarning::held));
                case IndexOutcome.AlreadyHere(var held) -> report.stored(instance, held.map(StowWarning::held));
                case IndexOutcome.Refused(var cause) -> report.failed(instance, StowFailure.of(cause));
                case null -> throw new IllegalStateException("an instance has no outcome");
            }
        }
        return report;
    }

    private static void discard(Upload upload) {
        try {
            upload.discard();
        } catch (IOException disk) {
            LOG.warnf("an upload is left to the sweep: %s", disk.getClass().getSimpleName());
        }
    }

    private static RuntimeException refusalOf(Exception failed) {
        return switch (failed) {
            case MalformedMultipartException malformed ->
                ProblemException.of(ProblemCode.MALFORMED_BODY, malformed.getMessage() + " Nothing was stored.");
            case RuntimeException known -> known;
            default -> BrokenBody.refusalOf(failed);
        };
    }
}
