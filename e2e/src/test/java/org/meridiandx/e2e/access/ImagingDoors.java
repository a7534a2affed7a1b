package org.meridiandx.e2e.access;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.dev.partner.Answer;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.e2e.world.WorldRecord;

/// DICOMweb: searches at each level, metadata, files, frames and bulk data.
final class ImagingDoors {

    private static final String JSON = "application/dicom+json";
    private static final String FILES = "multipart/related; type=\"application/dicom\"";
    private static final String BYTES = "multipart/related; type=\"application/octet-stream\"";
    private static final int NO_MATCH = 204;

    private ImagingDoors() {}

    static List<Door> all() {
        return List.of(
                new Door("QIDO of one study", ImagingDoors::one),
                new Door("QIDO below a study", ImagingDoors::below),
                new Door("QIDO of everything, by pages", ImagingDoors::everything),
                new Door("WADO metadata", ImagingDoors::metadata),
                new Door("WADO files", ImagingDoors::files),
                new Door("WADO frames", ImagingDoors::frames),
                new Door("WADO bulk data", ImagingDoors::bulkData),
                new Door("WADO of what is not there", ImagingDoors::missing));
    }

    private static WorldRecord any(Visit visit) {
        return visit.any(visit.world().all("ImagingStudy"));
    }

    private static void one(Visit visit) throws IOException, InterruptedException {
        var study = any(visit);
        var level = visit.any(List.of("studies", "series", "instances"));
        var key = visit.any(List.of(
                "StudyInstanceUID=" + study.names().study(),
                "PatientName=" + study.names().marker() + "*",
                "00100010=" + study.names().marker() + "*"));
        var call = Call.get("/dicom-web/" + level + "?" + key).with("Accept", JSON);
        expectRows(visit, call, visit.send(call), List.of(study));
    }

    /// The address names the study, so it is asked for like a search with its UID.
    private static void below(Visit visit) throws IOException, InterruptedException {
        var study = any(visit);
        var parts = study.names().path().split("/");
        var address = "/dicom-web/studies/" + study.names().study();
        var call = Call.get(visit.any(List.of(
                        address + "/series",
                        address + "/instances",
                        address + "/series/" + parts[4] + "/instances",
                        address + "/instances?includefield=all")))
                .with("Accept", JSON);
        expectRows(visit, call, visit.send(call), List.of(study));
    }

    private static void everything(Visit visit) throws IOException, InterruptedException {
        var all = visit.world().all("ImagingStudy");
        var level = visit.any(List.of("studies", "series", "instances"));
        int limit = visit.any(List.of(9, 100));
        var shown = new LinkedHashSet<WorldRecord>();
        var found = 0;
        Call first = page(visit, level, limit, 0);
        while (true) {
            var call = page(visit, level, limit, found);
            var answer = visit.send(call);
            if (!visit.asker().hasScopeFor("ImagingStudy")) {
                visit.expectRefusal(call, answer, all, "s");
                return;
            }
            if (answer.status() == NO_MATCH) {
                break;
            }
            visit.expectStatus(call, answer, 200, "a page");
            shown.addAll(new Shown(visit.world()).in(answer));
            var rows = answer.json().size();
            found += rows;
            if (rows < limit) {
                break;
            }
        }
        visit.compare(first, Optional.empty(), shown, all, visit.allowed("s", all));
    }

    private static Call page(Visit visit, String level, int limit, int offset) {
        return Call.get("/dicom-web/" + level + "?PatientName=" + visit.world().prefix() + "*&limit=" + limit
                        + "&offset=" + offset)
                .with("Accept", JSON);
    }

    private static void expectRows(Visit visit, Call call, Answer answer, List<WorldRecord> asked) {
        if (!visit.asker().hasScopeFor("ImagingStudy")) {
            visit.expectRefusal(call, answer, asked, "s");
            return;
        }
        var promised = visit.allowed("s", asked);
        visit.expectStatus(call, answer, promised.isEmpty() ? NO_MATCH : 200, asked);
        visit.expectShown(call, answer, asked, promised);
    }

    private static void metadata(Visit visit) throws IOException, InterruptedException {
        var study = any(visit);
        var address = visit.any(levels(study)) + "/metadata";
        visit.expectRecord(Call.get(address).with("Accept", JSON), "r", study);
    }

    private static void files(Visit visit) throws IOException, InterruptedException {
        var study = any(visit);
        visit.expectRecord(Call.get(visit.any(levels(study))).with("Accept", FILES), "r", study);
    }

    private static List<String> levels(WorldRecord study) {
        var image = "/dicom-web" + study.names().path();
        var all = new ArrayList<String>();
        for (var below : List.of("/series/", "/instances/")) {
            all.add(image.substring(0, image.indexOf(below)));
        }
        all.add(image);
        return all;
    }

    private static void frames(Visit visit) throws IOException, InterruptedException {
        pixels(visit, "/frames/1");
    }

    private static void bulkData(Visit visit) throws IOException, InterruptedException {
        pixels(visit, "/bulkdata/7FE00010");
    }

    /// Pixels bear no name: it is whether they come that is compared.
    private static void pixels(Visit visit, String what) throws IOException, InterruptedException {
        var study = any(visit);
        var call = Call.get("/dicom-web" + study.names().path() + what).with("Accept", BYTES);
        var answer = visit.send(call);
        if (visit.may("r", study)) {
            visit.looked(1);
            visit.expectStatus(call, answer, 200, study);
            visit.expectShown(call, answer, List.of(), Set.of());
        } else {
            visit.expectRefusal(call, answer, List.of(study), "r");
        }
    }

    /// A study that is not here is refused in the same words as one that only others may see.
    private static void missing(Visit visit) throws IOException, InterruptedException {
        var isThere = visit.random().nextBoolean();
        var study = any(visit);
        if (visit.may("r", study) || !visit.asker().hasScopeFor("ImagingStudy")) {
            return;
        }
        var uid = isThere
                ? study.names().study()
                : "2.25." + Math.abs(visit.random().nextLong());
        var call = Call.get("/dicom-web/studies/" + uid + "/metadata").with("Accept", JSON);
        var answer = visit.send(call);
        if (!visit.asker().role().equals("loader")) {
            visit.expectRefusal(call, answer, isThere ? List.of(study) : List.of(), "r");
            visit.looked(isThere ? 0 : 1);
        }
    }
}
