package org.meridiandx.dev.loader;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The files of a folder, sorted by what they hold.
///
/// @param fhir FHIR resources, JSON or XML, gzip or not
/// @param hl7 HL7 v2 messages, one or many in a file
/// @param dicom DICOM files
record InputFiles(List<Path> fhir, List<Path> hl7, List<Path> dicom) {

    /// What is no input of the region's feeds: it is for tests, tools, reference tables or other interfaces.
    private static final Set<String> LEFT_OUT =
            Set.of("hostile", "tools", "LICENSES", "cds-hooks", "ods", "nhs-numbers", "extras", "packages");

    private static final int MAGIC_END = 132;

    InputFiles {
        fhir = List.copyOf(fhir);
        hl7 = List.copyOf(hl7);
        dicom = List.copyOf(dicom);
    }

    static InputFiles of(Path folder) throws IOException {
        var found = new InputFilesBuilder();
        try (var files = Files.walk(folder)) {
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                if (isInput(folder.relativize(file))) {
                    found.add(file);
                }
            }
        }
        return new InputFiles(found.fhir, found.hl7, found.dicom);
    }

    private static boolean isInput(Path relative) {
        for (var part : relative) {
            if (LEFT_OUT.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }

    private static final class InputFilesBuilder {
        private final List<Path> fhir = new ArrayList<>();
        private final List<Path> hl7 = new ArrayList<>();
        private final List<Path> dicom = new ArrayList<>();

        void add(Path file) throws IOException {
            String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
            if (name.endsWith(".hl7") || name.endsWith(".hl7s")) {
                hl7.add(file);
            } else if (name.endsWith(".json") || name.endsWith(".json.gz") || name.endsWith(".xml")) {
                fhir.add(file);
            } else if (name.endsWith(".dcm") || isDicom(file)) {
                dicom.add(file);
            }
        }

        private static boolean isDicom(Path file) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                byte[] head = in.readNBytes(MAGIC_END);
                return head.length == MAGIC_END
                        && Arrays.equals(
                                Arrays.copyOfRange(head, 128, MAGIC_END), "DICM".getBytes(StandardCharsets.US_ASCII));
            }
        }
    }
}
