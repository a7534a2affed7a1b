package org.meridiandx.dev.region;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// The ports of one run. The gateway's and those for HL7 v2 are asked for; the others are free ones.
///
/// @param gateway the gateway's
/// @param postgres PostgreSQL's
/// @param kafka the broker's for clients
/// @param kafkaController the broker's for itself
/// @param http REST and gRPC of each service
/// @param management health and metrics of each service
/// @param mllp HL7 v2 of those services that take it
record Ports(
        int gateway,
        int postgres,
        int kafka,
        int kafkaController,
        Map<Service, Integer> http,
        Map<Service, Integer> management,
        Map<Service, Integer> mllp) {

    Ports {
        http = Map.copyOf(http);
        management = Map.copyOf(management);
        mllp = Map.copyOf(mllp);
    }

    /// Chooses ports, all different.
    ///
    /// @param wishedGateway the gateway's port; 0 for any
    /// @param firstMllp the first port for HL7 v2; 0 for any
    /// @throws RegionException when such a port is taken
    static Ports choose(int wishedGateway, int firstMllp) {
        try (var reserved = new Reservation()) {
            int gateway = wishedGateway == 0 ? reserved.takeAny() : takeGateway(reserved, wishedGateway);
            var http = new EnumMap<Service, Integer>(Service.class);
            var management = new EnumMap<Service, Integer>(Service.class);
            var mllp = new EnumMap<Service, Integer>(Service.class);
            for (var service : Service.values()) {
                http.put(service, reserved.takeAny());
                management.put(service, reserved.takeAny());
                if (service.speaksMllp()) {
                    mllp.put(service, firstMllp == 0 ? reserved.takeAny() : takeMllp(reserved, service, firstMllp));
                }
            }
            int postgres = reserved.takeAny();
            int kafka = reserved.takeAny();
            return new Ports(gateway, postgres, kafka, reserved.takeAny(), http, management, mllp);
        } catch (IOException e) {
            throw new RegionException("No free port could be found on this machine.", e);
        }
    }

    private static int takeGateway(Reservation reserved, int port) {
        if (!reserved.take(port)) {
            throw new RegionException("Port " + port
                    + " is in use. Stop what uses it, or choose another: ./dx up --port " + another(port, 1));
        }
        return port;
    }

    private static int takeMllp(Reservation reserved, Service service, int first) {
        int port = service.mllpPort(first);
        if (!reserved.take(port)) {
            throw new RegionException("Port " + port + ", where " + service.title()
                    + " takes HL7 v2, is in use. Stop what uses it, or choose three others in a row: ./dx up --mllp-port "
                    + another(first, 10));
        }
        return port;
    }

    private static int another(int port, int further) {
        return port + further <= 65_000 ? port + further : port - further;
    }

    int http(Service service) {
        return get(http, service);
    }

    int management(Service service) {
        return get(management, service);
    }

    private static int get(Map<Service, Integer> ports, Service service) {
        Integer port = ports.get(service);
        if (port == null) {
            throw new IllegalStateException("No port for " + service);
        }
        return port;
    }

    /// Holds ports open until all are chosen, so that none is chosen twice.
    private static final class Reservation implements AutoCloseable {

        private static final int LOWEST_PORT = 20_000;
        private static final int HIGHEST_PORT = 32_000;

        private final java.util.List<ServerSocket> sockets = new java.util.ArrayList<>();

        boolean take(int port) {
            try {
                var socket = new ServerSocket();
                socket.setReuseAddress(true);
                socket.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                sockets.add(socket);
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        /// Below the range that systems give to outgoing connections, so that none of these takes a chosen port
        /// before its service listens there.
        int takeAny() throws IOException {
            for (int tries = 0; tries < 1_000; tries++) {
                int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
                if (take(port)) {
                    return port;
                }
            }
            throw new IOException("no free port between " + LOWEST_PORT + " and " + HIGHEST_PORT);
        }

        @Override
        public void close() throws IOException {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }
}
