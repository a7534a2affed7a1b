package org.meridiandx.e2e.access;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.meridiandx.dev.partner.Answer;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.e2e.world.Asker;
import org.meridiandx.e2e.world.PatientsMade;
import org.meridiandx.e2e.world.World;
import org.meridiandx.e2e.world.WorldPatient;
import org.meridiandx.e2e.world.WorldRecord;

/// One asker at one door: sends, and compares each record that an answer shows or does not show with what the reference
/// policy promises.
final class Visit {

    private static final Pattern NAMES =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\\b(2\\.25)[.0-9]+|(?<=system/)\\w+(?=\\.)");

    private final Door door;
    private final Asker asker;
    private final Random random;
    private final Surroundings around;

    Visit(Door door, Asker asker, Random random, Surroundings around) {
        this.door = door;
        this.asker = asker;
        this.random = random;
        this.around = around;
    }

    /// Sends a request as somebody.
    interface Sender {
        Answer send(Asker asker, Call call) throws IOException, InterruptedException;
    }

    /// What all visits share.
    record Surroundings(World world, Verdicts verdicts, Sender sender, Differences differences) {}

    World world() {
        return around.world();
    }

    Asker asker() {
        return asker;
    }

    Random random() {
        return random;
    }

    <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    Verdicts verdicts() {
        return around.verdicts();
    }

    boolean may(String action, WorldRecord record) {
        return verdicts().of(asker, action, record).isAllowed();
    }

    Answer send(Call call) throws IOException, InterruptedException {
        return around.sender().send(asker, call);
    }

    Answer send(Asker other, Call call) throws IOException, InterruptedException {
        return around.sender().send(other, call);
    }

    /// One record is asked for by its address: 200 and it, or a refusal that shows nothing.
    void expectRecord(Call call, String action, WorldRecord record) throws IOException, InterruptedException {
        var answer = send(call);
        if (may(action, record)) {
            expectStatus(call, answer, 200, record);
            expectShown(call, answer, List.of(record), Set.of(record));
        } else {
            expectRefusal(call, answer, List.of(record), action);
        }
    }

    /// A search that names a patient: refused as a whole, or its rows are decided each.
    void expectSearch(Call call, WorldPatient patient, String type) throws IOException, InterruptedException {
        var among = world().of(patient, type);
        var answer = send(call);
        var gate = verdicts().gate(asker, type, patient);
        if (gate.isAllowed()) {
            expectRows(call, answer, type, among);
        } else if (answer.status() != 403 || !new Shown(world()).in(answer).isEmpty()) {
            differ(call, answer, "the search for " + patient + " is to be refused: " + gate.because());
        } else {
            expectRefusal(call, answer, among, "s");
        }
    }

    /// A search without a patient: rows are decided each.
    void expectRows(Call call, Answer answer, String type, Collection<WorldRecord> among) {
        if (!asker.hasScopeFor(type)) {
            expectRefusal(call, answer, among, "s");
            return;
        }
        expectStatus(call, answer, 200, among);
        expectShown(call, answer, among, allowed("s", among));
        expectTotal(call, answer);
    }

    Set<WorldRecord> allowed(String action, Collection<WorldRecord> among) {
        var allowed = new LinkedHashSet<WorldRecord>();
        among.stream().filter(record -> may(action, record)).forEach(allowed::add);
        return allowed;
    }

    void expectStatus(Call call, Answer answer, int status, Object about) {
        if (answer.status() != status) {
            differ(call, answer, "promised " + status + " for " + about);
        }
    }

    /// Of what was asked for exactly what is promised is shown, and nothing else that the asker may not see.
    void expectShown(Call call, Answer answer, Collection<WorldRecord> asked, Set<WorldRecord> promised) {
        compare(call, Optional.of(answer), new Shown(world()).in(answer), asked, promised);
    }

    /// @param answer empty where what is shown comes from several
    void compare(
            Call call,
            Optional<Answer> answer,
            Set<WorldRecord> shown,
            Collection<WorldRecord> asked,
            Set<WorldRecord> promised) {
        around.differences().looked(door.name(), asked.size());
        var answered = answer.map(whole -> String.valueOf(whole.status())).orElse("pages");
        for (var record : asked) {
            if (shown.contains(record) != promised.contains(record)) {
                differ(call, answered, (shown.contains(record) ? "shows " : "hides ") + described(record));
            }
        }
        for (var record : shown) {
            if (!asked.contains(record) && !may("r", record) && !may("s", record)) {
                differ(call, answered, "shows besides " + described(record));
            }
        }
        answer.ifPresent(whole -> expectMask(call, whole, shown));
    }

    /// Where people live who are restricted is in no answer.
    private void expectMask(Call call, Answer answer, Set<WorldRecord> shown) {
        var patients = shown.stream().filter(record -> record.is("Patient")).toList();
        if (!patients.isEmpty()
                && patients.stream().noneMatch(record -> record.labels().isEmpty())
                && answer.text(StandardCharsets.ISO_8859_1).contains(PatientsMade.POSTCODE)) {
            differ(call, answer, "shows the address of " + patients);
        }
    }

    /// 403, nothing of the world, and the same words whatever is refused.
    void expectRefusal(Call call, Answer answer, Collection<WorldRecord> asked, String action) {
        if (answer.status() != 403) {
            differ(
                    call,
                    answer,
                    "promised a refusal of "
                            + asked.stream().map(this::described).toList());
        }
        expectShown(call, answer, asked, Set.of());
        // The scope that is missing is named, and with it the type.
        expectSameWords(
                answer, answer.reason().contains("scopes") ? "for want of scope" : "refused to a " + asker.role());
    }

    /// @param kind of answer, of which each has the same words at this door
    void expectSameWords(Answer answer, String kind) {
        var text = NAMES.matcher(answer.reason()).replaceAll("*");
        around.differences().said(door.name() + " " + kind + " " + answer.status(), text);
    }

    /// A total is that of the hits that are shown, without what they bring along; a total of rows that somebody else
    /// sees would tell of them. **Source:** FHIR R4 Bundle.total.
    void expectTotal(Call call, Answer answer) {
        var json = answer.json();
        var shown = 0;
        for (var entry : json.path("entry")) {
            shown += entry.at("/search/mode").asText().equals("include") ? 0 : 1;
        }
        if (json.has("total") && json.path("total").asInt() != shown) {
            differ(call, answer, "counts " + json.path("total") + " and shows " + shown);
        }
    }

    /// A count that was asked for is of all that the asker may see, on whichever page it stands.
    void expectCounted(Call call, Answer answer, int promised) {
        if (answer.status() == 200 && answer.json().path("total").asInt(-1) != promised) {
            differ(call, answer, "counts " + answer.json().path("total") + " where " + promised + " may be seen");
        }
    }

    void differ(Call call, Answer answer, String what) {
        differ(call, answer.status() + " " + (answer.status() == 200 ? "" : answer.reason()), what);
    }

    private void differ(Call call, String answered, String what) {
        around.differences().add(door + ": " + asker + ": " + call + " -> " + answered + ": " + what);
    }

    void looked(int pairs) {
        around.differences().looked(door.name(), pairs);
    }

    private String described(WorldRecord record) {
        var promise = verdicts().of(asker, "r", record);
        return record + " " + record.organisations() + record.labels() + " which the policy "
                + (promise.isAllowed() ? "allows" : "denies") + ": row " + promise.row() + " " + promise.because();
    }

    static String query(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
