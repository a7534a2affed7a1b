package org.meridiandx.dev.persona;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The keys of the sample region's personas, and the file by which identity-service learns of them at its start.
///
/// @param directory where keys and file are kept, inside the region's data
public record SampleRegion(Path directory) {
    private static final String APP = "http://localhost:9876";

    /// The sample region that is kept in a data directory, made there when it is missing.
    ///
    /// @param data the region's data directory
    public static SampleRegion keptIn(Path data) {
        var sample = new SampleRegion(data.resolve("personas"));
        try {
            Files.createDirectories(sample.directory);
            Arrays.stream(Persona.values()).parallel().forEach(sample::key);
            issuerKeysIn(data);
            new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(sample.bootstrapFile().toFile(), sample.bootstrap());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write to " + sample.directory, e);
        }
        return sample;
    }

    /// Organisations and clients for identity-service (`meridian.bootstrap-file`).
    public Path bootstrapFile() {
        return directory.resolve("bootstrap.json");
    }

    /// The keys that the region of a data directory signs tokens with; a first one is made when
    /// there is none.
    public static IssuerKeys issuerKeysIn(Path data) throws IOException {
        var sample = new SampleRegion(data.resolve("personas"));
        sample.issuerKeys().keep(sample.directory.resolve("issuer.pem"));
        return sample.issuerKeys();
    }

    /// The keys that identity-service signs tokens with (`meridian.signing-key-file`).
    public IssuerKeys issuerKeys() {
        return new IssuerKeys(directory.resolve("issuer-keys"));
    }

    KeyFile key(Persona persona) {
        return KeyFile.keptIn(directory.resolve(persona.clientId() + ".pem"), persona.clientId() + "-1");
    }

    private Map<String, Object> bootstrap() {
        var content = new LinkedHashMap<String, Object>();
        content.put(
                "organisations",
                Arrays.stream(Persona.Organisation.values())
                        .map(SampleRegion::organisation)
                        .toList());
        var clients = new ArrayList<Map<String, Object>>();
        Arrays.stream(Persona.values()).map(this::client).forEach(clients::add);
        clients.add(app());
        content.put("clients", clients);
        return content;
    }

    private static Map<String, Object> organisation(Persona.Organisation organisation) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("ods", organisation.ods());
        entry.put("name", organisation.title());
        entry.put("type", organisation.type());
        return entry;
    }

    /// An app without keys that the sample people sign in to.
    private static Map<String, Object> app() {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("clientId", "sample-app");
        entry.put("name", "Sample app");
        entry.put("organisation", Persona.Organisation.SURGERY.ods());
        entry.put("role", "clinician");
        entry.put("grants", List.of("authorization_code", "refresh_token"));
        entry.put(
                "scopes",
                List.of(
                        "openid",
                        "fhirUser",
                        "launch",
                        "launch/patient",
                        "offline_access",
                        "online_access",
                        "patient/*.rs",
                        "user/*.rs"));
        entry.put("redirectUris", List.of(APP + "/callback"));
        entry.put("logoutRedirectUris", List.of(APP + "/"));
        return entry;
    }

    private Map<String, Object> client(Persona persona) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("clientId", persona.clientId());
        entry.put("name", persona.title());
        entry.put("organisation", persona.organisation().ods());
        entry.put("role", persona.role());
        persona.fhirUser().ifPresent(user -> entry.put("fhirUser", user));
        persona.patientNhsNumber().ifPresent(number -> entry.put("patientNhsNumber", number));
        entry.put("scopes", List.of(persona.scopes().split(" ")));
        entry.put("jwks", Map.of("keys", List.of(key(persona).toJwk())));
        return entry;
    }
}
