package org.meridiandx.dev.region;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// Stands in for a service: healthy at once, answers everything with its own settings. Packed into a jar by the tests.
public final class FakeService {

    private FakeService() {}

    public static void main(String... arguments) throws IOException {
        if (System.getenv("FAKE_FAILURE") != null) {
            System.err.println("cannot go on: the fake was told to fail");
            System.exit(3);
        }
        serve(port("QUARKUS_MANAGEMENT_PORT"));
        serve(port("QUARKUS_HTTP_PORT"));
    }

    private static int port(String variable) {
        return Integer.parseInt(System.getenv(variable));
    }

    private static void serve(int port) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", FakeService::answer);
        server.start();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        byte[] body = (System.getenv("QUARKUS_DATASOURCE_USERNAME") + " " + exchange.getRequestURI())
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
