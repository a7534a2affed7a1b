package org.meridiandx.identity.signin.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A sample person: fictional, with the claims that the national providers would give.
///
/// @param provider `staff` or `patient`
/// @param id how the page names them in its links
/// @param label what the page shows
record DemoPerson(String provider, String id, String label, JsonNode claims) {
    private static final String FILE = "/demo-people.json";

    /// Reads the list that ships with the service.
    static List<DemoPerson> all() {
        try (var stream = DemoPerson.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IllegalStateException(FILE + " is missing");
            }
            var people = new ArrayList<DemoPerson>();
            var json = new ObjectMapper().readTree(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            for (var entry : json) {
                people.add(new DemoPerson(
                        entry.path("provider").asText(),
                        entry.path("id").asText(),
                        entry.path("label").asText(),
                        entry.path("claims")));
            }
            return List.copyOf(people);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Optional<DemoPerson> find(List<DemoPerson> all, String provider, String id) {
        return all.stream()
                .filter(person ->
                        person.provider().equals(provider) && person.id().equals(id))
                .findFirst();
    }

    @Override
    public String toString() {
        return "DemoPerson[" + id + "]";
    }
}
