package org.meridiandx.imaging.retrieval;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.imaging.media.AcceptedType;
import org.meridiandx.imaging.retrieval.FileSender.Part;
import org.meridiandx.imaging.retrieval.FileSender.Stretch;
import org.meridiandx.imaging.retrieval.KeptInstance.KeptFile;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// WADO-RS: studies, series and instances as files.
///
/// **Source:** DICOM PS3.18 section 10.4.
@Path("/dicom-web")
public class WadoResource {
    static final String DICOM = "application/dicom";
    private final RetrievalService service;
    private final FileSender sender;
    private final WhereaboutsGuard guard;
    private final CurrentCaller caller;

    WadoResource(RetrievalService service, FileSender sender, WhereaboutsGuard guard, CurrentCaller caller) {
        this.service = service;
        this.sender = sender;
        this.guard = guard;
        this.caller = caller;
    }

    @GET
    @Path("/studies/{study}")
    @Blocking
    public Uni<Response> study(
            @PathParam("study") String study, @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        return retrieve(Selection.study(study), accept);
    }

    @GET
    @Path("/studies/{study}/series/{series}")
    @Blocking
    public Uni<Response> series(
            @PathParam("study") String study,
            @PathParam("series") String series,
            @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        return retrieve(Selection.series(study, series), accept);
    }

    @GET
    @Path("/studies/{study}/series/{series}/instances/{instance}")
    @Blocking
    public Uni<Response> instance(
            @PathParam("study") String study,
            @PathParam("series") String series,
            @PathParam("instance") String instance,
            @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        return retrieve(Selection.instance(study, series, instance), accept);
    }

    private Uni<Response> retrieve(Selection selection, @Nullable String accept) {
        var ranges = AcceptedType.parse(accept).stream()
                .filter(range -> isSingle(range) || range.isMultipart() && isDicom(range))
                .toList();
        if (ranges.isEmpty()) {
            throw notAcceptable();
        }
        var syntaxes = ranges.stream().map(AcceptedType::transferSyntax).toList();
        return service.instances(caller.get(), selection)
                .chain(WadoResource::mayBlock)
                .map(instances -> answer(instances, isSingle(ranges.getFirst()), syntaxes));
    }

    private Response answer(List<KeptInstance> instances, boolean isSingle, List<String> syntaxes) {
        var parts = instances.stream()
                .map(instance -> partOf(instance, instance.choose(syntaxes).orElseThrow(WadoResource::notAcceptable)))
                .toList();
        if (isSingle && parts.size() > 1) {
            throw ProblemException.of(
                    ProblemCode.NOT_ACCEPTABLE,
                    "There are several instances: Accept multipart/related; type=\"application/dicom\".");
        }
        return isSingle ? sender.single(parts.getFirst()) : sender.multipart(DICOM, parts);
    }

    /// Files have to be read only where something is to be taken out of them.
    private static Uni<List<KeptInstance>> mayBlock(List<KeptInstance> found) {
        var all = Uni.createFrom().item(found);
        return found.stream().anyMatch(KeptInstance::tellsWhereabouts)
                ? all.emitOn(Infrastructure.getDefaultWorkerPool())
                : all;
    }

    private Part partOf(KeptInstance instance, KeptFile file) {
        var stretches =
                instance.tellsWhereabouts() ? guard.blanked(file) : List.of(new Stretch(file.key(), 0, file.bytes()));
        return new Part(DICOM + "; transfer-syntax=" + file.transferSyntax(), stretches);
    }

    private static boolean isSingle(AcceptedType range) {
        return range.type().equals(DICOM);
    }

    private static boolean isDicom(AcceptedType range) {
        return range.partType(DICOM).equals(DICOM);
    }

    private static ProblemException notAcceptable() {
        return ProblemException.of(
                ProblemCode.NOT_ACCEPTABLE,
                "Instances are given as they were stored: Accept multipart/related; type=\"application/dicom\";"
                        + " transfer-syntax=*, or the transfer syntax of the file.");
    }
}
