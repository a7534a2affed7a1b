package org.meridiandx.hl7v2.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.smallrye.mutiny.Uni;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.hl7v2.Hl7Batch;
import org.meridiandx.hl7v2.Hl7Segment;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.hl7v2.Sample;

/// Every message that others wrote, and every hostile one, through the real listener.
@Timeout(120)
class SharedCorpusIT {

    private static Path data = Path.of("absent");

    @BeforeAll
    static void findData() {
        var named = System.getenv("DX_SHARED_DATA");
        data = named != null
                ? Path.of(named)
                : Path.of(System.getProperty("meridian.root", "."), "..", "shared", "data");
        assumeTrue(Files.isDirectory(data), "Skipped: no shared test data (set DX_SHARED_DATA)");
    }

    @Test
    void shouldAnswerEveryMessage() throws Exception {
        // Given
        var unanswered = new ArrayList<String>();
        var codes = new TreeMap<String, Integer>();
        int sent = 0;
        try (var listening = new Listening(MllpSettings.onPort(0), SharedCorpusIT::readAll)) {
            for (var file : files("hl7v2", "hostile/hl7v2")) {
                var messages = Hl7Batch.split(Files.readAllBytes(file), 10_000).messages();
                for (var message : messages.isEmpty() ? List.of(Files.readAllBytes(file)) : messages) {
                    // When
                    try (var client = listening.client()) {
                        sent++;
                        client.sendFrame(message);
                        if (wantsNoAnswer(message)) {
                            client.sendFrame(Sample.oru("AFTER", "2.5.1").getBytes());
                        }
                        codes.merge(client.receive().code(), 1, Integer::sum);
                    } catch (IOException none) {
                        unanswered.add(file.getFileName() + ": " + none);
                    }
                }
            }

            // Then
            assertThat(unanswered).isEmpty();
            assertThat(sent).isGreaterThan(200);
            assertThat(codes.getOrDefault("AA", 0) + codes.getOrDefault("CA", 0))
                    .isGreaterThan(sent * 9 / 10);
            assertThat(codes).doesNotContainKey("");
            assertThat(listening.count("meridian.mllp.rejected", "code", "AR", "error", "207"))
                    .as("handler failures")
                    .isZero();
            System.out.println("Shared HL7 v2 messages: " + sent + ", answers " + codes);
        }
    }

    @Test
    void shouldSurviveEveryHostileStream() throws Exception {
        // Given
        var answers = new TreeMap<String, String>();
        try (var listening = new Listening(MllpSettings.onPort(0), SharedCorpusIT::readAll)) {
            for (var file : files("hostile/mllp")) {
                // When
                answers.put(file.getFileName().toString(), converse(listening, Files.readAllBytes(file)));

                // Then
                try (var client = listening.client()) {
                    assertThat(client.send(Sample.oru("AFTER", "2.5.1").getBytes())
                                    .code())
                            .isEqualTo("AA");
                }
            }
            assertThat(answers)
                    .containsEntry("mllp_ok.mllp", "AA ")
                    .containsEntry("mllp_double_start.mllp", "AA ")
                    .containsEntry("mllp_fs_no_cr.mllp", "AA ")
                    .containsEntry("mllp_two_in_one.mllp", "AA AA ")
                    .containsEntry("same_message_twice.mllp", "AA AA ")
                    .containsEntry("mllp_empty.mllp", "AR ")
                    .containsEntry("mllp_no_start.mllp", "AR ")
                    .containsEntry("mllp_no_end.mllp", "")
                    .containsEntry("http_on_mllp.mllp", "");
        }
    }

    /// All answers until the stream goes quiet.
    private static String converse(Listening listening, byte[] stream) throws IOException {
        var codes = new StringBuilder();
        try (var client = MllpClient.connect("localhost", listening.server.actualPort(), Duration.ofMillis(500))) {
            client.sendBytes(stream);
            while (true) {
                codes.append(client.receive().code()).append(' ');
            }
        } catch (SocketTimeoutException | EOFException quiet) {
            return codes.toString();
        }
    }

    /// Reads all there is to read, as a mapper would.
    private static Uni<Acknowledgement> readAll(ReceivedMessage message) {
        int read = 0;
        var parsed = message.message();
        for (var segment : parsed.segments()) {
            read += readAll(segment);
        }
        read += parsed.orderGroups().size()
                + message.sha256().length()
                + message.toString().length();
        return Uni.createFrom().item(read > 0 ? Acknowledgement.accepted() : Acknowledgement.tryLater());
    }

    private static int readAll(Hl7Segment segment) {
        int read = segment.name().length();
        for (int field = 1; field <= Math.min(segment.fieldCount(), 60); field++) {
            read += segment.raw(field).length() + segment.text(field).orElse("").length();
            for (var repetition : segment.repetitions(field)) {
                for (int component = 1; component <= 12; component++) {
                    read += repetition.component(component, 1).orElse("").length();
                    read += repetition.componentText(component).orElse("").length();
                }
            }
        }
        return read;
    }

    private static boolean wantsNoAnswer(byte[] message) {
        var header = Sample.received(message).header();
        return header.acceptAcknowledgement().equals("NE")
                && header.applicationAcknowledgement().equals("NE");
    }

    private static List<Path> files(String... folders) throws IOException {
        var files = new ArrayList<Path>();
        for (var folder : folders) {
            try (Stream<Path> found = Files.walk(data.resolve(folder))) {
                found.filter(Files::isRegularFile).sorted().forEach(files::add);
            }
        }
        return files;
    }
}
