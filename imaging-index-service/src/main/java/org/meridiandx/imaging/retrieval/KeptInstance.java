package org.meridiandx.imaging.retrieval;

import java.util.List;
import java.util.Optional;
import org.meridiandx.imaging.media.AcceptedType;
import org.meridiandx.imaging.store.StorageKey;

/// One instance with its files, the one that came first in front.
///
/// @param tellsWhereabouts whether any of its files may say where the patient is
record KeptInstance(String seriesUid, String sopUid, List<KeptFile> files, boolean tellsWhereabouts) {
    private static final String EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";

    KeptInstance {
        files = List.copyOf(files);
    }

    /// The same of a patient who is not restricted.
    KeptInstance ofUnrestricted() {
        return new KeptInstance(seriesUid, sopUid, files, false);
    }

    /// One file of an instance.
    record KeptFile(String transferSyntax, long bytes, StorageKey key) {}

    /// The file in the first of the wanted transfer syntaxes that there is.
    ///
    /// @param syntaxes UIDs or `*`, in the order of preference
    Optional<KeptFile> choose(List<String> syntaxes) {
        return syntaxes.stream().flatMap(wanted -> choose(wanted).stream()).findFirst();
    }

    private Optional<KeptFile> choose(String syntax) {
        if (!syntax.equals(AcceptedType.ANY_SYNTAX)) {
            return files.stream()
                    .filter(file -> file.transferSyntax().equals(syntax))
                    .findFirst();
        }
        return choose(EXPLICIT_LITTLE_ENDIAN).or(() -> files.stream().findFirst());
    }
}
