package org.meridiandx.result.copies.outlet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.regex.Pattern;

/// Files in the folder of a transfer client, as MESH has it: `OUT/id.dat` with the message, then
/// `OUT/id.ctl`, which says that it is whole. The client moves the control file to `SENT` or
/// `FAILED` with a StatusRecord, which acknowledges it.
///
/// Both appear by a rename, so that nobody reads half of one.
///
/// **Source:** NHS England, MESH client user guide (control file, folders).
final class FileOutlet implements Outlet {
    private static final int LARGEST_CONTROL = 64 * 1024;
    private static final Pattern STATUS = Pattern.compile("<Status>\\s*([A-Za-z]+)\\s*</Status>");
    private static final Pattern CODE = Pattern.compile("<StatusCode>\\s*([A-Za-z0-9-]{1,20})\\s*</StatusCode>");
    private final Path folder;
    private final Address address;

    FileOutlet(Path folder, Address address) {
        this.folder = folder;
        this.address = address;
    }

    /// Whom files are addressed to, and from whom. Letters, digits and underscores only.
    ///
    /// @param from our own mailbox
    /// @param to the recipient's mailbox
    /// @param workflow what the transfer calls this kind of file
    record Address(String from, String to, String workflow) {
        private static final Pattern PLAIN = Pattern.compile("\\w{1,100}");

        Address {
            for (var part : new String[] {from, to, workflow}) {
                if (!PLAIN.matcher(part).matches()) {
                    throw new IllegalArgumentException("a mailbox or workflow has letters, digits and _ only");
                }
            }
        }
    }

    @Override
    public void open() throws IOException {
        for (var name : new String[] {"OUT", "SENT", "FAILED"}) {
            if (!Files.isDirectory(folder.resolve(name))) {
                throw new NoSuchFileException(name);
            }
        }
    }

    @Override
    public Sent send(String controlId, byte[] message) {
        try {
            // A file that was handed over before a crash is not put there again, where the client may have taken it.
            var before = acknowledged(controlId);
            if (before.isEmpty() && !Files.exists(out(controlId, ".ctl"))) {
                put(out(controlId, ".dat"), message);
                put(out(controlId, ".ctl"), control(controlId).getBytes(StandardCharsets.UTF_8));
            }
            return before.orElseGet(Sent.Handed::new);
        } catch (IOException unwritable) {
            return new Sent.Later("the folder cannot be written");
        }
    }

    @Override
    public Sent outcome(String controlId) {
        try {
            return acknowledged(controlId).orElseGet(Sent.Handed::new);
        } catch (IOException unreadable) {
            return new Sent.Later("the folder cannot be read");
        }
    }

    private Path out(String controlId, String ending) {
        return folder.resolve("OUT").resolve(controlId + ending);
    }

    private static void put(Path file, byte[] content) throws IOException {
        var hidden = file.resolveSibling("." + file.getFileName() + ".part");
        Files.deleteIfExists(hidden);
        var isPosix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (isPosix) {
            // Of a patient: for the transfer client's group, and nobody else.
            Files.createFile(
                    hidden, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw----")));
        }
        Files.write(hidden, content);
        Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private String control(String controlId) {
        return """
                <DTSControl>
                <Version>1.0</Version>
                <AddressType>DTS</AddressType>
                <MessageType>Data</MessageType>
                <From_DTS>%s</From_DTS>
                <To_DTS>%s</To_DTS>
                <LocalId>%s</LocalId>
                <WorkflowId>%s</WorkflowId>
                <Encrypted>N</Encrypted>
                </DTSControl>
                """.formatted(address.from(), address.to(), controlId, address.workflow());
    }

    private Optional<Sent> acknowledged(String controlId) throws IOException {
        var failed = statusIn("FAILED", controlId);
        if (failed.isPresent()) {
            return Optional.of(refused(failed.get()));
        }
        return statusIn("SENT", controlId).map(text -> {
            var status = STATUS.matcher(text);
            var isTaken = !status.find() || status.group(1).equalsIgnoreCase("SUCCESS");
            return isTaken ? new Sent.Taken() : refused(text);
        });
    }

    private Optional<String> statusIn(String name, String controlId) throws IOException {
        var file = folder.resolve(name).resolve(controlId + ".ctl");
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_CONTROL) {
            return Optional.empty();
        }
        return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
    }

    private static Sent refused(String control) {
        var code = CODE.matcher(control);
        return new Sent.Refused("the transfer failed" + (code.find() ? " " + code.group(1) : ""));
    }

    @Override
    public void close() {
        // Nothing is kept open.
    }
}
