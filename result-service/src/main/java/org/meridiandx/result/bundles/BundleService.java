package org.meridiandx.result.bundles;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Caller;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.bundles.BundleAnswers.EntryAnswer;
import org.meridiandx.result.submission.Submission;
import org.meridiandx.result.submission.SubmissionAnswer;
import org.meridiandx.result.submission.SubmissionService;
import org.meridiandx.result.submission.Submitted;

/// Files what a Bundle holds: a transaction or message all or nothing, the entries of a batch each
/// for itself.
@ApplicationScoped
public class BundleService {
    private final SubmissionService submissions;
    private final String endpoint;

    BundleService(SubmissionService submissions, @ConfigProperty(name = "meridian.issuer") String endpoint) {
        this.submissions = submissions;
        this.endpoint = endpoint;
    }

    /// @param requestKey the same for a repeat of the same request
    /// @param isLenient skip the types that are not kept, instead of refusing the Bundle
    record Request(ObjectNode bundle, BundleKind kind, String requestKey, boolean isLenient) {
        @Override
        public String toString() {
            return "Request[" + kind + "]";
        }
    }

    /// A Bundle that was read and found good enough to go on with.
    ///
    /// @param faults of single entries, by index: a batch goes on without them
    record Read(
            Request request,
            List<BundleEntry> entries,
            Map<String, ObjectNode> context,
            Map<Integer, List<Problem>> faults) {
        Read {
            entries = List.copyOf(entries);
            context = Map.copyOf(context);
            faults = Map.copyOf(faults);
        }

        @Override
        public String toString() {
            return "Read[entries=" + entries.size() + "]";
        }
    }

    /// Reads and checks, without looking anything up. Takes milliseconds for a large Bundle: not
    /// for an event loop.
    ///
    /// @throws ProblemException 400, 413 or 422
    static Read read(Request request) {
        var entries = BundleReader.entries(request.bundle(), request.kind());
        var unsupported = BundleReader.unsupported(entries);
        unsupported.remove("");
        if (!unsupported.isEmpty() && !request.isLenient() && request.kind() != BundleKind.BATCH) {
            throw ProblemException.of(
                    ProblemCode.UNSUPPORTED_RESOURCE,
                    "The region does not keep " + String.join(", ", unsupported)
                            + ". Leave them out, or send Prefer: handling=lenient to have them skipped.",
                    "Bundle.entry");
        }
        var faults = BundleReader.faults(request, entries);
        if (request.kind() != BundleKind.BATCH && !faults.isEmpty()) {
            throw BundleReader.refusal(
                    faults.values().stream().flatMap(List::stream).toList());
        }
        return new Read(request, entries, context(entries), faults);
    }

    /// @return FHIR JSON: the response Bundle
    Uni<byte[]> file(Caller caller, Read read) {
        return switch (read.request().kind()) {
            case BATCH -> batch(caller, read);
            case TRANSACTION ->
                together(caller, read)
                        .map(answers -> BundleAnswers.response(read.request().kind(), answers));
            case MESSAGE ->
                together(caller, read)
                        .map(answers ->
                                BundleAnswers.message(read.entries().getFirst().json(), endpoint, answers));
        };
    }

    private Uni<List<EntryAnswer>> together(Caller caller, Read read) {
        var own = read.entries().stream()
                .filter(entry -> entry.role() == BundleEntry.Role.OWN)
                .toList();
        if (own.isEmpty()) {
            throw ProblemException.of(
                    ProblemCode.UNPROCESSABLE,
                    "The Bundle holds nothing that is kept here: no results and no entries of the record. Send patients,"
                            + " orders and studies to their own addresses.",
                    "Bundle.entry");
        }
        var kind = read.request().kind() == BundleKind.MESSAGE ? Submission.Kind.MESSAGE : Submission.Kind.CREATE;
        var submission = new Submission(
                caller,
                own.stream().map(BundleService::item).toList(),
                read.context(),
                read.request().requestKey(),
                kind);
        return submissions.submit(submission).map(done -> answers(read.entries(), own, done));
    }

    private static List<EntryAnswer> answers(List<BundleEntry> entries, List<BundleEntry> own, List<Submitted> done) {
        var byIndex = new HashMap<Integer, Submitted>();
        IntStream.range(0, done.size()).forEach(i -> byIndex.put(own.get(i).index(), done.get(i)));
        return entries.stream()
                .map(entry -> {
                    var submitted = byIndex.get(entry.index());
                    return submitted == null ? unstored(entry) : new EntryAnswer.Stored(submitted);
                })
                .toList();
    }

    private static EntryAnswer unstored(BundleEntry entry) {
        return entry.role() == BundleEntry.Role.CONTEXT
                ? new EntryAnswer.Context()
                : new EntryAnswer.Skipped(entry.type());
    }

    private Uni<byte[]> batch(Caller caller, Read read) {
        var good = read.entries().stream()
                .filter(entry ->
                        entry.role() == BundleEntry.Role.OWN && !read.faults().containsKey(entry.index()))
                .toList();
        var each = good.stream().map(entry -> alone(caller, read, entry)).toList();
        return submissions.submitEach(each).map(done -> {
            var filed = new HashMap<Integer, SubmissionAnswer>();
            IntStream.range(0, good.size()).forEach(i -> filed.put(good.get(i).index(), done.get(i)));
            var answers = read.entries().stream()
                    .map(entry -> answer(read, entry, filed.get(entry.index())))
                    .toList();
            return BundleAnswers.response(BundleKind.BATCH, answers);
        });
    }

    private static Submission alone(Caller caller, Read read, BundleEntry entry) {
        return new Submission(
                caller,
                List.of(item(entry)),
                read.context(),
                read.request().requestKey() + "#" + entry.index(),
                Submission.Kind.CREATE);
    }

    private static EntryAnswer answer(Read read, BundleEntry entry, @Nullable SubmissionAnswer filed) {
        return switch (filed) {
            case SubmissionAnswer.Filed(var items) -> new EntryAnswer.Stored(items.getFirst());
            case SubmissionAnswer.Refused(var problems) -> new EntryAnswer.Refused(problems);
            case null -> {
                var faults = read.faults().getOrDefault(entry.index(), List.of());
                yield faults.isEmpty() ? unstored(entry) : new EntryAnswer.Refused(faults);
            }
        };
    }

    private static Submission.Item item(BundleEntry entry) {
        return new Submission.Item(
                entry.place(), entry.fullUrl(), entry.json(), entry.ifNoneExist(), entry.mayUpdate());
    }

    /// What is not stored but may be referred to, by full URL and by `Type/id`.
    private static Map<String, ObjectNode> context(List<BundleEntry> entries) {
        var context = new HashMap<String, ObjectNode>();
        for (var entry : entries) {
            if (entry.role() != BundleEntry.Role.OWN) {
                var id = entry.json().path("id").asText();
                if (!id.isEmpty()) {
                    context.put(entry.type() + "/" + id, entry.json());
                }
                if (!entry.fullUrl().isEmpty()) {
                    context.put(entry.fullUrl(), entry.json());
                }
            }
        }
        return context;
    }
}
