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
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.header.Whereabouts;
import org.meridiandx.imaging.media.AcceptedType;
import org.meridiandx.imaging.retrieval.KeptInstance.KeptFile;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// WADO-RS: frames and large values of an instance.
///
/// **Source:** DICOM PS3.18 section 10.4.1.1.6 and 10.4.1.1.5.
@Path("/dicom-web")
public class WadoPartsResource {
    private static final int MAX_FRAMES = 1000;
    private final RetrievalService service;
    private final PixelReader pixels;
    private final FileSender sender;
    private final CurrentCaller caller;

    WadoPartsResource(RetrievalService service, PixelReader pixels, FileSender sender, CurrentCaller caller) {
        this.service = service;
        this.pixels = pixels;
        this.sender = sender;
        this.caller = caller;
    }

    @GET
    @Path("/studies/{study}/series/{series}/instances/{instance}/frames/{frames}")
    @Blocking
    public Uni<Response> frames(
            @PathParam("study") String study,
            @PathParam("series") String series,
            @PathParam("instance") String instance,
            @PathParam("frames") String frames,
            @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        var numbers = numbersOf(frames);
        var ranges = AcceptedType.parse(accept);
        return service.instances(caller.get(), Selection.instance(study, series, instance))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(found -> {
                    var file = choose(found.getFirst(), ranges);
                    return sender.multipart(PixelReader.frameType(file), pixels.frames(file, numbers));
                });
    }

    @GET
    @Path("/studies/{study}/series/{series}/instances/{instance}/bulkdata/{tag}")
    @Blocking
    public Uni<Response> bulkData(
            @PathParam("study") String study,
            @PathParam("series") String series,
            @PathParam("instance") String instance,
            @PathParam("tag") String tag,
            @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        var element = DicomTag.parse(tag)
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.INVALID_VALUE, "The element is named by eight hexadecimal digits.", "tag"));
        var isSingle = AcceptedType.parse(accept).getFirst().type().equals(PixelReader.OCTETS);
        return service.instances(caller.get(), Selection.instance(study, series, instance))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(found -> requireShown(found.getFirst(), element))
                .map(found -> {
                    var part = pixels.bulkData(found.getFirst().files().getFirst(), element);
                    return isSingle ? sender.single(part) : sender.multipart(PixelReader.OCTETS, List.of(part));
                });
    }

    private static void requireShown(KeptInstance instance, DicomTag element) {
        if (instance.tellsWhereabouts() && Whereabouts.TAGS.contains(element)) {
            throw ProblemException.of(ProblemCode.NOT_FOUND, "The instance has no such element.");
        }
    }

    /// The first file whose frames are of a type that the caller takes.
    private static KeptFile choose(KeptInstance instance, List<AcceptedType> ranges) {
        for (var range : ranges) {
            for (var file : instance.files()) {
                var syntax = range.transferSyntax();
                var isType = range.isMultipart()
                        && range.partType(PixelReader.frameType(file)).equals(PixelReader.frameType(file));
                if (isType && (syntax.equals(AcceptedType.ANY_SYNTAX) || syntax.equals(file.transferSyntax()))) {
                    return file;
                }
            }
        }
        throw ProblemException.of(
                ProblemCode.NOT_ACCEPTABLE,
                "Frames are given as they are encoded in the file: Accept multipart/related; type=\""
                        + PixelReader.frameType(instance.files().getFirst()) + "\"; transfer-syntax=*.");
    }

    private static List<Integer> numbersOf(String frames) {
        try {
            var numbers = Arrays.stream(frames.split(",", MAX_FRAMES + 1))
                    .map(text -> Integer.valueOf(text.strip()))
                    .toList();
            if (numbers.size() <= MAX_FRAMES) {
                return numbers;
            }
        } catch (NumberFormatException notNumbers) {
            // told below
        }
        throw ProblemException.of(
                ProblemCode.INVALID_VALUE, "Frames are numbers from 1, separated by commas, at most 1000.", "frames");
    }
}
