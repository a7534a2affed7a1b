package org.meridiandx.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.meridiandx.bench.load.HttpWire;
import org.meridiandx.bench.load.Scenario;
import org.meridiandx.bench.load.Worker;
import org.meridiandx.dev.partner.PartnerClient;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.persona.TokenClient;

/// Gets tokens by client credentials with a signed JWT (RS512). The assertions are signed before
/// the measurement: that is the caller's work.
final class TokenScenario implements Scenario {

    private final PartnerClient partner;
    private final TokenClient tokens;
    private final ConcurrentLinkedQueue<String> forms = new ConcurrentLinkedQueue<>();

    TokenScenario(PartnerClient partner, TokenClient tokens) {
        this.partner = partner;
        this.tokens = tokens;
    }

    @Override
    public String name() {
        return "token";
    }

    @Override
    public String what() {
        return "POST /oauth2/token, client credentials with an RS512 assertion";
    }

    @Override
    public void prepare(int pieces) {
        IntStream.range(0, pieces).parallel().forEach(i -> forms.add(form()));
    }

    @Override
    public Worker open() throws IOException {
        var base = URI.create(partner.region().gatewayUrl());
        var wire = new HttpWire(base);
        return new Worker() {
            @Override
            public boolean work() throws IOException {
                var prepared = forms.poll();
                String form = prepared == null ? form() : prepared;
                String request = "POST /oauth2/token HTTP/1.1\r\nHost: " + base.getAuthority()
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                        + "\r\n\r\n" + form;
                return wire.exchange(HttpWire.bytes(request)) == 200;
            }

            @Override
            public void close() throws IOException {
                wire.close();
            }
        };
    }

    private String form() {
        try {
            return tokens.requestBody(Persona.GP);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
