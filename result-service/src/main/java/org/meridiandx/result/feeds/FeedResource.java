package org.meridiandx.result.feeds;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `GET /feeds`: how each sender of results does. Numbers only, nothing of a patient.
@Path("/feeds")
public class FeedResource {
    private static final int PAGE = 200;
    private final FeedService feeds;
    private final CurrentCaller current;
    private final Access access;

    FeedResource(FeedService feeds, CurrentCaller current, Access access) {
        this.feeds = feeds;
        this.current = current;
        this.access = access;
    }

    /// By name; `after` is the last sender of the page before. A laboratory sees its own feeds, the
    /// roles operator, loader and auditor all.
    @GET
    @Produces("application/json")
    public Uni<byte[]> list(@Context UriInfo uri) {
        var caller = current.get();
        access.requireScopeForAll(caller, Action.SEARCH, "MeasureReport");
        var given = uri.getQueryParameters();
        given.forEach((name, values) -> {
            if (!name.equals("after") || values.size() != 1) {
                throw ProblemException.of(
                        ProblemCode.INVALID_PARAMETER, name + " is not supported here, or stands twice.", name);
            }
        });
        var after = Optional.ofNullable(given.getFirst("after")).orElse("").replace("\0", "");
        return feeds.list(new FeedRepository.Page(organisationOf(caller), after, PAGE))
                .map(FeedResource::json);
    }

    private static String organisationOf(Caller caller) {
        return switch (caller.role()) {
            case "loader", "operator", "auditor" -> "";
            case "laboratory", "radiologist" -> caller.organisation();
            default ->
                throw ProblemException.of(
                        ProblemCode.ACCESS_DENIED, "Feeds are for those who send them and those who run the region.");
        };
    }

    private static byte[] json(List<Feed> feeds) {
        var all = JsonNodeFactory.instance.objectNode();
        var list = all.putArray("feeds");
        feeds.forEach(feed -> list.add(json(feed)));
        if (feeds.size() == PAGE) {
            all.put("after", feeds.getLast().sender());
        }
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode json(Feed feed) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("sender", feed.sender()).put("organisation", feed.organisation());
        json.put("firstMessage", feed.firstAt().toString());
        json.put("lastMessage", feed.lastAt().toString());
        var day = json.putObject("last24Hours");
        day.put("received", feed.received()).put("rejected", feed.rejected());
        day.put("perHour", Math.round(feed.received() / 2.4) / 10.0);
        feed.meanDelaySeconds().ifPresent(seconds -> day.put("minutesFromSampleToReceipt", Math.round(seconds / 60.0)));
        json.put("unmatched", feed.unmatched()).put("unmappedCodes", feed.unmapped());
        json.put("expectedSinceLastMessage", Math.round(feed.expected() * 10) / 10.0);
        feed.silentSince().ifPresent(since -> json.put("silentSince", since.toString()));
        return json;
    }
}
