package org.meridiandx.dev.loader;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.meridiandx.dev.partner.PartnerClient;
import org.meridiandx.dev.region.Service;
import org.meridiandx.hl7v2.Hl7Batch;
import org.meridiandx.hl7v2.MessageHeader;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.hl7v2.mllp.MllpClient;

/// Sends HL7 v2 files message by message over MLLP, each to the service that takes its type.
final class Hl7Feed implements AutoCloseable {

    private static final int MOST_MESSAGES = 1_000_000;
    private static final int APPLICATION_ACKNOWLEDGEMENT = 16;

    private final PartnerClient partner;
    private final Path folder;
    private final Map<Service, MllpClient> connections = new EnumMap<>(Service.class);

    Hl7Feed(PartnerClient partner, Path folder) {
        this.partner = partner;
        this.folder = folder;
    }

    List<Outcome> load(Path file) throws IOException, InterruptedException {
        var outcomes = new ArrayList<Outcome>();
        String name = folder.relativize(file).toString();
        byte[] bytes = Files.readAllBytes(file);
        var messages = Hl7Batch.split(bytes, MOST_MESSAGES).messages();
        // What holds no message is sent as it is: the region has to say so.
        for (byte[] message : messages.isEmpty() ? List.of(bytes) : messages) {
            outcomes.add(send(name, message));
        }
        return outcomes;
    }

    private Outcome send(String file, byte[] message) throws InterruptedException {
        var header = ReceivedMessage.of(message, ReceivedMessage.Peer.named("loader"), Instant.now())
                .header();
        String type = header.type().isEmpty() ? "no type" : header.type();
        var service = taker(header.messageCode());
        try {
            var reply = connection(service).send(wantsNoAnswer(header) ? askingForAnswer(message, header) : message);
            return reply.isAccepted()
                    ? Outcome.accepted(file, type)
                    : new Outcome(
                            file,
                            type,
                            Outcome.Kind.REJECTED,
                            reply.code() + " " + reply.error() + " " + reply.reason());
        } catch (IOException e) {
            drop(service);
            return Outcome.unanswered(file, type, e);
        }
    }

    /// Some senders want no answer at all (MSH-15 and MSH-16 are `NE`), and rightly get none.
    private static boolean wantsNoAnswer(MessageHeader header) {
        return header.acceptAcknowledgement().equals("NE")
                && header.applicationAcknowledgement().equals("NE");
    }

    /// Asks for the application acknowledgement (MSH-16 `AL`), since a load has to tell what became of each message.
    private static byte[] askingForAnswer(byte[] message, MessageHeader header) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        int at = 0;
        for (int field = 1; field < APPLICATION_ACKNOWLEDGEMENT; field++) {
            at = text.indexOf(header.fieldSeparator(), at) + 1;
        }
        return (text.substring(0, at) + "AL" + text.substring(at + 2)).getBytes(StandardCharsets.ISO_8859_1);
    }

    static Service taker(String messageCode) {
        return switch (messageCode) {
            case "ADT" -> Service.IDENTITY;
            case "ORM", "OML", "OMG" -> Service.ORDER;
            default -> Service.RESULT;
        };
    }

    private MllpClient connection(Service service) throws IOException, InterruptedException {
        var open = connections.get(service);
        if (open == null) {
            open = partner.mllpWhenUp(service);
            connections.put(service, open);
        }
        return open;
    }

    private void drop(Service service) {
        var broken = connections.remove(service);
        if (broken != null) {
            try {
                broken.close();
            } catch (IOException e) {
                // It is broken: nothing is left to close.
            }
        }
    }

    @Override
    public void close() {
        List.copyOf(connections.keySet()).forEach(this::drop);
    }
}
