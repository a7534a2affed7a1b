package org.meridiandx.identity.signin.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.meridiandx.identity.oauth.QueryText;

/// A person who signs in at Keycloak's own page, with the cookies of that site.
///
/// Keycloak marks its cookies as secure on this machine too, so that a client that keeps to the
/// letter would not send them over http; browsers take localhost for safe.
final class KeycloakPerson {
    private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");
    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final Map<String, String> cookies = new LinkedHashMap<>();

    /// @param address that the region sent the browser to
    /// @return the address at the region that Keycloak sends the browser back to
    String signIn(String address, String name) throws IOException, InterruptedException {
        var page = send(HttpRequest.newBuilder(URI.create(address)).GET());
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        var form = FORM.matcher(page.body());
        assertThat(form.find()).as(page.body()).isTrue();
        var answer = send(HttpRequest.newBuilder(URI.create(form.group(1).replace("&amp;", "&")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        QueryText.of(Map.of("username", name, "password", "synthetic")))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    String.join(
                            "; ",
                            cookies.entrySet().stream()
                                    .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                                    .toList()));
        }
        var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        for (var header : answer.headers().allValues("Set-Cookie")) {
            var cookie = header.substring(0, header.indexOf(';')).split("=", 2);
            cookies.put(cookie[0], cookie[1]);
        }
        return answer;
    }
}
