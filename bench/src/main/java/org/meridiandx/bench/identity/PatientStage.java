package org.meridiandx.bench.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.meridiandx.bench.load.HttpCalls;
import org.meridiandx.bench.load.HttpWire;
import org.meridiandx.bench.patients.PatientLoad;
import org.meridiandx.bench.patients.SyntheticPatient;
import org.meridiandx.bench.patients.SyntheticPatients;
import org.meridiandx.bench.stand.Identity;
import org.meridiandx.dev.persona.IssuerKey;

/// identity-service with its patients, and a clinician who may see them.
///
/// @param client whose organisation has a ground for every patient
record PatientStage(Identity.Running running, TokenEndpoint client, SyntheticPatients patients)
        implements AutoCloseable {

    /// The instance's name, and its database's.
    static final String NAME = "bench_patients";

    /// ODS code of the organisation that has a ground.
    static final String ORGANISATION = "RX901";

    private static final IssuerKey KEY = IssuerKey.RSA;

    /// Starts the service and fills its tables where they do not hold these patients yet.
    ///
    /// @param flags for its JVM
    static PatientStage start(Setting setting, List<String> flags)
            throws IOException, InterruptedException, SQLException {
        setting.news().accept("starting identity-service with patients");
        var client = new BenchClient();
        var stand = setting.stand();
        var running = Identity.start(
                stand,
                new Identity.Settings(
                        NAME, KEY.keptIn(TokenPart.keyFile(stand, KEY)), client.bootstrap(stand.home()), false, flags));
        var endpoint = TokenPart.meridianSide(stand, client, KEY, running.server());
        var stage = new PatientStage(running, endpoint, new SyntheticPatients(setting.patients()));
        stage.fill(setting);
        return stage;
    }

    private void fill(Setting setting) throws IOException, InterruptedException, SQLException {
        setting.stand().cores().prepare();
        try (var connection = setting.stand().database().connect(NAME)) {
            var load = new PatientLoad(connection, patients, ORGANISATION, setting.news());
            if (!load.isDone()) {
                load.run();
            }
        }
        setting.stand().cores().generate();
    }

    /// Anybody.
    SyntheticPatient any() {
        return patients.at(ThreadLocalRandom.current().nextInt(patients.count()));
    }

    /// An access token that is good for five minutes.
    String token() throws IOException {
        return client.tokens(1).getFirst();
    }

    /// A call whose answer has to hold the patient.
    HttpCalls.Call call(String path, String token, SyntheticPatient expected) {
        String request =
                "GET " + path + " HTTP/1.1\r\nHost: " + running.server().base().getAuthority()
                        + "\r\nAccept: application/fhir+json\r\nAuthorization: Bearer " + token + "\r\n\r\n";
        return new HttpCalls.Call(
                HttpWire.bytes(request), ("\"id\":\"" + expected.id() + "\"").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {
        running.server().close();
    }
}
