package org.meridiandx.identity.region;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.meridiandx.identity.sessions.Secret;
import org.meridiandx.testkit.identity.Tokens;

/// A person's browser with an app in it: keeps cookies, follows redirects inside the region, and
/// stops where the app would take over.
public final class Browser {
    public static final String CALLBACK = "http://localhost:9876/callback";
    public static final String FHIR = Tokens.ISSUER + "/fhir/R4";
    private static final Pattern HIDDEN =
            Pattern.compile("name=\"(interaction|token|post_logout_redirect_uri|client_id)\" value=\"([^\"]*)\"");
    private final Map<String, String> cookies = new HashMap<>();
    private final String verifier = Secret.fresh();

    /// A good request of `smart-app`.
    public Map<String, String> request(String scope) {
        var request = new LinkedHashMap<String, String>();
        request.put("response_type", "code");
        request.put("client_id", "smart-app");
        request.put("redirect_uri", CALLBACK);
        request.put("scope", scope);
        request.put("state", "state-1");
        request.put("nonce", "nonce-1");
        request.put("aud", FHIR);
        request.put("code_challenge", Secret.digest(verifier));
        request.put("code_challenge_method", "S256");
        return request;
    }

    public String verifier() {
        return verifier;
    }

    public Map<String, String> cookies() {
        return cookies;
    }

    /// One request, not followed.
    public Response once(String address) {
        var local = address.startsWith(Tokens.ISSUER) ? address.substring(Tokens.ISSUER.length()) : address;
        var answer = given().redirects()
                .follow(false)
                .urlEncodingEnabled(false)
                .cookies(cookies)
                .get(local);
        return kept(answer);
    }

    /// Goes on until there is a page, or the app is reached.
    public Response follow(Response answer) {
        var last = answer;
        for (var i = 0; i < 10 && last.statusCode() == 303; i++) {
            var next = last.header("Location");
            if (!next.startsWith("/") && !next.startsWith(Tokens.ISSUER)) {
                return last;
            }
            last = once(next);
        }
        return last;
    }

    public Response authorize(Map<String, String> request) {
        return follow(once("/oauth2/authorize?" + encoded(request)));
    }

    /// Signs in at the demonstration, from the page that asks who signs the person in.
    public Response signIn(Response page, String provider, String person) {
        var people = choose(page, "demo-" + provider);
        return follow(once("/oauth2/demo-sign-in/" + provider + "/"
                + address(people.asString(), "authorize?", "person=" + person)));
    }

    /// Chooses who signs the person in, on the page that asks.
    ///
    /// @return the provider's page where that is in the region, else the redirect to it
    public Response choose(Response page, String provider) {
        return follow(once(address(page.asString(), "/oauth2/sign-in/to/" + provider)));
    }

    /// Comes back from a provider elsewhere.
    public Response comeBack(String address) {
        return follow(once(address));
    }

    /// Sends the form of a page.
    public Response submit(Response page, String path, Map<String, String> fields) {
        var form = given().redirects().follow(false).cookies(cookies);
        var hidden = HIDDEN.matcher(page.asString());
        var all = new LinkedHashMap<String, String>();
        while (hidden.find()) {
            all.put(hidden.group(1), hidden.group(2));
        }
        all.putAll(fields);
        return follow(kept(form.contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParams(all)
                .post(path)));
    }

    public Response allow(Response page) {
        return submit(page, "/oauth2/authorize/consent", Map.of("decision", "allow"));
    }

    /// The whole way of a person who allows everything.
    ///
    /// @return the redirect to the app
    public Response launch(Map<String, String> request, String provider, String person) {
        var page = signIn(authorize(request), provider, person);
        return page.statusCode() == 303 ? page : allow(page);
    }

    /// What the sample app sends to redeem a code.
    public Map<String, String> redemption(String code) {
        return Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                "smart-app",
                "code",
                code,
                "redirect_uri",
                CALLBACK,
                "code_verifier",
                verifier);
    }

    /// Redeems a code as `smart-app`.
    public Response redeem(String code) {
        return redeem(code, Map.of("client_id", "smart-app", "redirect_uri", CALLBACK));
    }

    /// Redeems a code as the app that these parameters name.
    public Response redeem(String code, Map<String, String> app) {
        return given().contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParam("grant_type", "authorization_code")
                .formParams(app)
                .formParam("code", code)
                .formParam("code_verifier", verifier)
                .post("/oauth2/token");
    }

    public static Response refresh(String token) {
        return given().contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParam("grant_type", "refresh_token")
                .formParam("client_id", "smart-app")
                .formParam("refresh_token", token)
                .post("/oauth2/token");
    }

    /// As libraries in browsers do it: the token alone tells whose it is.
    public static Response refreshNameless(String token) {
        return given().contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParam("grant_type", "refresh_token")
                .formParam("refresh_token", token)
                .post("/oauth2/token");
    }

    /// A parameter of the address that the browser is sent to.
    public static String parameter(Response answer, String name) {
        var query = URI.create(answer.header("Location")).getRawQuery();
        for (var pair : query.split("&")) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    /// The patient whom the demonstration signs in.
    public static String samplePatient() {
        var found = given().header("Authorization", "Bearer " + Region.freshToken("hospital-doctor"))
                .header("X-Request-ID", UUID.randomUUID().toString())
                .header("If-None-Exist", "identifier=https://fhir.nhs.uk/Id/nhs-number|9990001006")
                .contentType("application/fhir+json")
                .body(Region.patient("9990001006", "THWAITE", "1958-03-14"))
                .post("/fhir/R4/Patient");
        return found.then().extract().path("id");
    }

    private Response kept(Response answer) {
        answer.detailedCookies().forEach(cookie -> {
            if (cookie.getMaxAge() == 0
                    && cookie.getValue() != null
                    && cookie.getValue().isEmpty()) {
                cookies.remove(cookie.getName());
            } else {
                cookies.put(cookie.getName(), cookie.getValue());
            }
        });
        return answer;
    }

    private static String address(String html, String... parts) {
        var link = Pattern.compile("href=\"([^\"]*)\"").matcher(html);
        while (link.find()) {
            var address = link.group(1).replace("&amp;", "&");
            if (java.util.Arrays.stream(parts).allMatch(address::contains)) {
                return address;
            }
        }
        throw new AssertionError("no link " + String.join(" ", parts) + " in: " + html);
    }

    public static String encoded(Map<String, String> parameters) {
        return org.meridiandx.identity.oauth.QueryText.of(parameters);
    }
}
