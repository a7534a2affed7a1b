package org.meridiandx.e2e.access;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.meridiandx.dev.partner.Answer;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.e2e.world.Asker;
import org.meridiandx.e2e.world.World;
import org.meridiandx.e2e.world.WorldRecord;

/// Searches without a patient, page by page, and links to pages that were given to somebody else.
final class PagingDoors {

    private static final int MOST_PAGES = 100;
    private static final List<Integer> COUNTS = List.of(11, 40, 200);
    private static final Pattern CURSOR = Pattern.compile("_cursor=([^&]+)");
    static final Asker LOADER = Asker.of(Persona.LOADER);

    private PagingDoors() {}

    static List<Door> all() {
        return List.of(
                new Door("search of everything, by pages", PagingDoors::everything),
                new Door("link of somebody else", PagingDoors::stolen));
    }

    private static void everything(Visit visit) throws IOException, InterruptedException {
        var type = visit.any(FhirDoors.TYPES);
        var first = search(visit, type, visit.any(COUNTS));
        if (!visit.asker().hasScopeFor(type)) {
            visit.expectRows(first, visit.send(first), type, visit.world().all(type));
            return;
        }
        walk(visit, first, visit.world().all(type));
    }

    /// The link to a next page holds no right: what it shows is decided for who follows it.
    private static void stolen(Visit visit) throws IOException, InterruptedException {
        var type = visit.any(FhirDoors.TYPES);
        var owner =
                visit.random().nextBoolean() ? LOADER : visit.any(visit.world().askers());
        var given = next(visit.send(owner, search(visit, type, visit.any(List.of(7, 20)))));
        if (given.isEmpty()) {
            return;
        }
        var call = given.get();
        var rest = after(call, visit.world(), type);
        if (!visit.asker().hasScopeFor(type)) {
            visit.expectRows(call, visit.send(call), type, rest);
            return;
        }
        walk(visit, call, rest);
    }

    private static Call search(Visit visit, String type, int count) {
        return Call.get("/fhir/R4/" + type + "?_lastUpdated=ge" + visit.world().since() + "&_count=" + count);
    }

    /// Follows the links to the end: all pages together show exactly what is promised.
    private static void walk(Visit visit, Call first, List<WorldRecord> asked)
            throws IOException, InterruptedException {
        var shown = new LinkedHashSet<WorldRecord>();
        var call = Optional.of(first);
        for (var page = 0; call.isPresent() && page < MOST_PAGES; page++) {
            var answer = visit.send(call.get());
            visit.expectStatus(call.get(), answer, 200, "a page");
            visit.expectTotal(call.get(), answer);
            shown.addAll(new Shown(visit.world()).in(answer));
            call = next(answer);
        }
        visit.compare(first, Optional.empty(), shown, asked, visit.allowed("s", asked));
    }

    static Optional<Call> next(Answer answer) {
        for (var link : answer.json().path("link")) {
            if (link.path("relation").asText().equals("next")) {
                var url = URI.create(link.path("url").asText());
                return Optional.of(Call.get(url.getRawPath() + "?" + url.getRawQuery()));
            }
        }
        return Optional.empty();
    }

    /// What comes behind the place that a link names.
    private static List<WorldRecord> after(Call link, World world, String type) {
        var cursor = CURSOR.matcher(link.path());
        var place = cursor.find() ? Shown.place(cursor.group(1)) : "";
        var order = world.order(type);
        var behind = Set.copyOf(order.subList(order.indexOf(place) + 1, order.size()));
        return world.all(type).stream()
                .filter(record -> behind.contains(record.key()))
                .toList();
    }

    /// Somebody who sees everything.
    static Visit loader(World world, Visit.Sender sender) {
        var around = new Visit.Surroundings(world, new Verdicts(), sender, new Differences(1));
        return new Visit(all().getFirst(), LOADER, new Random(0), around);
    }

    /// Ids of all of a type, in the order in which searches show them.
    static List<String> order(Visit visit, String type) throws IOException, InterruptedException {
        var ids = new ArrayList<String>();
        var call = Optional.of(search(visit, type, 200));
        while (call.isPresent()) {
            var answer = visit.send(LOADER, call.get());
            answer.json()
                    .path("entry")
                    .forEach(entry -> ids.add(entry.path("resource").path("id").asText()));
            call = next(answer);
        }
        return ids;
    }
}
