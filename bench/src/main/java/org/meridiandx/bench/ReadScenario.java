package org.meridiandx.bench;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.meridiandx.bench.load.HttpWire;
import org.meridiandx.bench.load.Scenario;
import org.meridiandx.bench.load.Worker;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.partner.PartnerClient;
import org.meridiandx.dev.persona.Persona;

/// Reads DiagnosticReports by id through the gateway, decision and audit included.
final class ReadScenario implements Scenario {

    private static final int RESULTS = 100;

    private final PartnerClient partner;
    private final ResultMessages messages;
    private List<String> ids = List.of();
    private String token = "";

    ReadScenario(PartnerClient partner, ResultMessages messages) {
        this.partner = partner;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "read";
    }

    @Override
    public String what() {
        return "GET /fhir/R4/DiagnosticReport/{id}";
    }

    @Override
    public void prepare(int pieces) throws IOException, InterruptedException {
        var found = new ArrayList<String>();
        try (var client = messages.connect()) {
            for (int i = 0; i < RESULTS; i++) {
                var message = messages.next();
                if (!client.send(message.bytes()).isAccepted()) {
                    throw new IOException("The region does not accept results: nothing can be read");
                }
                var answer =
                        partner.send(Persona.LAB, Call.get("/fhir/R4/DiagnosticReport?identifier=" + message.filler()));
                var id = answer.json().path("entry").path(0).path("resource").path("id");
                if (id.isMissingNode()) {
                    throw new IOException("A result is not found: " + answer.status() + " " + answer.reason());
                }
                found.add(id.asText());
            }
        }
        ids = List.copyOf(found);
        token = partner.token(Persona.LAB);
    }

    @Override
    public Worker open() throws IOException {
        var base = URI.create(partner.region().gatewayUrl());
        var wire = new HttpWire(base);
        var random = new Random();
        return new Worker() {
            @Override
            public boolean work() throws IOException {
                String request = "GET /fhir/R4/DiagnosticReport/" + ids.get(random.nextInt(ids.size()))
                        + " HTTP/1.1\r\nHost: " + base.getAuthority()
                        + "\r\nAccept: application/fhir+json\r\nAuthorization: Bearer " + token
                        + "\r\nX-Request-ID: " + UUID.randomUUID() + "\r\n\r\n";
                return wire.exchange(HttpWire.bytes(request)) == 200;
            }

            @Override
            public void close() throws IOException {
                wire.close();
            }
        };
    }
}
