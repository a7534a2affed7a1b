package org.meridiandx.identity.signin.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.meridiandx.identity.oauth.OAuthForm;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.oauth.QueryText;
import org.meridiandx.identity.pages.Html;
import org.meridiandx.identity.pages.Pages;

/// `/oauth2/demo-sign-in`: an OpenID provider that asks who you would like to be.
@Path("/oauth2/demo-sign-in/{provider}")
public class DemoResource {
    private final DemoProvider demo;
    private final Pages pages;
    private final CurrentVertxRequest connection;

    DemoResource(DemoProvider demo, Pages pages, CurrentVertxRequest connection) {
        this.demo = demo;
        this.pages = pages;
        this.connection = connection;
    }

    @GET
    @Path("/.well-known/openid-configuration")
    public Response metadata(@PathParam("provider") String provider) {
        return json(provider, () -> {
            var issuer = demo.issuerOf(provider);
            return Map.of(
                    "issuer", issuer,
                    "authorization_endpoint", issuer + "/authorize",
                    "token_endpoint", issuer + "/token",
                    "userinfo_endpoint", issuer + "/userinfo",
                    "jwks_uri", issuer + "/keys",
                    "authorization_response_iss_parameter_supported", true,
                    "id_token_signing_alg_values_supported", List.of("ES256"));
        });
    }

    @GET
    @Path("/keys")
    public Response keys(@PathParam("provider") String provider) {
        return json(provider, () -> Map.of("keys", List.of(demo.jwk())));
    }

    /// Shows the sample people; with `person`, signs that one in.
    @GET
    @Path("/authorize")
    public Response authorize(@PathParam("provider") String provider) {
        try {
            demo.requireOn(provider);
            var request = OAuthForm.query(connection.getCurrent().request().query());
            demo.check(request);
            var people = demo.people(provider);
            return request.find("person")
                    .flatMap(id -> DemoPerson.find(people, provider, id))
                    .map(person -> signedIn(provider, person, request))
                    .orElseGet(() -> choice(people, request));
        } catch (OAuthRefusal refusal) {
            return pages.error(refusal.status(), refusal.description(), "Start again from the app.");
        }
    }

    private Response choice(List<DemoPerson> people, OAuthForm request) {
        var list = Html.of()
                .add("<p>Choose a sample person. They are fictional; nobody's password is asked for.</p>")
                .add("<ul>");
        for (var person : people) {
            var query = new LinkedHashMap<>(request.parameters());
            query.put("person", person.id());
            list.add(
                    "<li><a class=\"button\" id=\"%s\" href=\"%s\">%s</a></li>",
                    person.id(), "authorize?" + QueryText.of(query), person.label());
        }
        return pages.page(200, "Demonstration sign-in", list.add("</ul>"), "", true);
    }

    private Response signedIn(String provider, DemoPerson person, OAuthForm request) {
        var answer = new LinkedHashMap<String, String>();
        answer.put("code", demo.codeFor(person, request));
        answer.put("state", request.find("state").orElse(""));
        answer.put("iss", demo.issuerOf(provider));
        return pages.redirect(QueryText.append(request.find("redirect_uri").orElse(""), answer));
    }

    @POST
    @Path("/token")
    @Consumes(MediaType.WILDCARD)
    public Response token(@PathParam("provider") String provider, byte[] body) {
        return json(provider, () -> demo.redeem(provider, OAuthForm.parse("application/x-www-form-urlencoded", body)));
    }

    @GET
    @Path("/userinfo")
    public Response person(@PathParam("provider") String provider) {
        var header = connection.getCurrent().request().getHeader("Authorization");
        return json(
                provider,
                () -> demo.personOf(header == null ? "" : header.replaceFirst("^Bearer ", ""))
                        .map(DemoPerson::claims)
                        .orElseThrow(() -> OAuthRefusal.client("token: it is not known.")));
    }

    private Response json(String provider, Supplier<Object> content) {
        try {
            demo.requireOn(provider);
            return Response.ok(content.get(), MediaType.APPLICATION_JSON_TYPE).build();
        } catch (OAuthRefusal refusal) {
            var error = JsonNodeFactory.instance.objectNode().put("error", refusal.error());
            return Response.status(refusal.status())
                    .entity(error)
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .build();
        }
    }
}
