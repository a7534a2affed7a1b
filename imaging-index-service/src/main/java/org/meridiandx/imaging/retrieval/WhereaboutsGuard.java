package org.meridiandx.imaging.retrieval;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.directory.Demographics;
import org.meridiandx.directory.PatientDirectoryClient;
import org.meridiandx.imaging.dicom.file.DicomException;
import org.meridiandx.imaging.dicom.file.DicomLimits;
import org.meridiandx.imaging.dicom.file.DicomReader;
import org.meridiandx.imaging.dicom.file.DicomSource;
import org.meridiandx.imaging.header.Whereabouts;
import org.meridiandx.imaging.retrieval.FileSender.Stretch;
import org.meridiandx.imaging.retrieval.KeptInstance.KeptFile;
import org.meridiandx.imaging.store.InstanceStorage;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Keeps in what images say of where a restricted patient is. Only headers that say anything of the
/// kind are asked about; where nobody can say whether the patient is restricted, they are.
@ApplicationScoped
class WhereaboutsGuard {
    /// Confidentiality R and V, as identity-service restricts by them.
    private static final Set<String> RESTRICTING = Set.of("R", "V");

    private static final DicomReader READER =
            DicomReader.ofAll().withLimits(new DicomLimits(32, 500_000, 256, 32L << 20, 256L << 20));
    private final PatientDirectoryClient patients;
    private final InstanceStorage storage;

    WhereaboutsGuard(PatientDirectoryClient patients, InstanceStorage storage) {
        this.patients = patients;
        this.storage = storage;
    }

    /// @param patientId empty where none is known
    Uni<Boolean> isRestricted(String patientId) {
        return patientId.isEmpty()
                ? Uni.createFrom().item(true)
                : patients.demographics(patientId)
                        .map(WhereaboutsGuard::isRestricted)
                        .onFailure(ProblemException.class)
                        .recoverWithItem(true);
    }

    private static boolean isRestricted(Optional<Demographics> patient) {
        return patient.map(known -> known.labels().stream().anyMatch(RESTRICTING::contains))
                .orElse(true);
    }

    /// The file with blanks in place of what tells where the patient is: as long as it was, and
    /// otherwise the same bytes. Blocks.
    List<Stretch> blanked(KeptFile file) {
        var pieces = new ArrayList<Stretch>();
        var at = 0L;
        for (var span : spansIn(file)) {
            pieces.add(new Stretch(file.key(), at, span.offset() - at));
            pieces.add(Stretch.blank(file.key(), span.offset(), span.length()));
            at = span.offset() + span.length();
        }
        pieces.add(new Stretch(file.key(), at, file.bytes() - at));
        return pieces;
    }

    private List<DicomReader.Span> spansIn(KeptFile file) {
        try (var channel = storage.open(file.key())) {
            return READER.locate(DicomSource.of(channel), Whereabouts.TAGS).stream()
                    .sorted(Comparator.comparingLong(DicomReader.Span::offset))
                    .toList();
        } catch (DicomException notTold) {
            throw ProblemException.of(
                    ProblemCode.NOT_ACCEPTABLE,
                    "The patient is restricted, and where they are cannot be taken out of this file's encoding."
                            + " Its metadata are given without that.");
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }
}
