package org.meridiandx.result.bundles;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Nullable;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.result.reports.CreateService;
import org.meridiandx.result.resources.ResourceTree;

/// `POST /fhir/R4` and `POST /fhir/R4/$process-message`.
@Path("/fhir/R4")
public class BundleResource {
    private static final int LARGE_BYTES = 64 * 1024;
    private final BundleService bundles;
    private final CurrentCaller current;
    private final Vertx vertx;

    BundleResource(BundleService bundles, CurrentCaller current, Vertx vertx) {
        this.bundles = bundles;
        this.current = current;
        this.vertx = vertx;
    }

    /// Takes a batch or a transaction.
    @POST
    public Uni<Response> submit(
            byte[] body,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam("Prefer") @Nullable String prefer) {
        return take(body, contentType, prefer, false);
    }

    /// Takes a message: its first entry is a MessageHeader.
    @POST
    @Path("{operation:(\\$|%24)process-message}")
    public Uni<Response> processMessage(
            byte[] body,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam("Prefer") @Nullable String prefer) {
        return take(body, contentType, prefer, true);
    }

    private Uni<Response> take(byte[] body, @Nullable String contentType, @Nullable String prefer, boolean isMessage) {
        FhirResponses.requireJsonBody(contentType);
        var caller = current.get();
        var isLenient = prefer != null && prefer.replace(" ", "").contains("handling=lenient");
        var key = CreateService.requestKey(body);
        return read(body, key, isLenient, isMessage)
                .chain(read -> bundles.file(caller, read))
                .map(FhirResponses::ok);
    }

    /// A large Bundle is read on a worker, so that it does not hold up the others of its event loop.
    private Uni<BundleService.Read> read(byte[] body, String key, boolean isLenient, boolean isMessage) {
        return body.length < LARGE_BYTES
                ? Uni.createFrom().item(() -> readNow(body, key, isLenient, isMessage))
                : Uni.createFrom()
                        .completionStage(() -> vertx.getOrCreateContext()
                                .executeBlocking(() -> readNow(body, key, isLenient, isMessage), false)
                                .toCompletionStage());
    }

    private static BundleService.Read readNow(byte[] body, String key, boolean isLenient, boolean isMessage) {
        FhirJson.scan(body);
        var bundle = ResourceTree.parse(body);
        return BundleService.read(
                new BundleService.Request(bundle, BundleReader.kind(bundle, isMessage), key, isLenient));
    }
}
