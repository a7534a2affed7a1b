package org.meridiandx.identity.pages;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;

/// Answers for a browser: pages and redirects with the headers that keep them to themselves.
///
/// No script, no frame, nothing from elsewhere; forms go to us, and where an answer sends the
/// browser on to an app, to that app's origin. **Source:** OWASP ASVS 5.0 V3, CSP Level 3.
@ApplicationScoped
public class Pages {
    private static final String LAYOUT = """
            <!DOCTYPE html>
            <html lang="en-GB">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%s - Meridian</title>
            <link rel="stylesheet" href="/oauth2/sign-in/style.css">
            </head>
            <body>
            <header><p>Meridian</p></header>
            <main>
            %s<h1>%s</h1>
            %s</main>
            </body>
            </html>
            """;
    private static final String DEMONSTRATION =
            "<p class=\"warning\" role=\"note\"><strong>Demonstration only: no real sign-in</strong></p>\n";

    /// @param status of HTTP
    /// @param content escaped already
    public Response page(int status, String title, Html content) {
        return page(status, title, content, "", false);
    }

    /// @param formTarget origin that a form's answer may send the browser on to; empty for none
    /// @param isDemonstration marks the page
    public Response page(int status, String title, Html content, String formTarget, boolean isDemonstration) {
        var escaped = Html.escaped(title);
        var html = String.format(LAYOUT, escaped, isDemonstration ? DEMONSTRATION : "", escaped, content);
        return guarded(Response.status(status).entity(html), formTarget)
                .type("text/html; charset=utf-8")
                .build();
    }

    /// An error that has no safe place to be sent to.
    ///
    /// @param explanation what is wrong
    /// @param advice what to do
    public Response error(int status, String explanation, String advice) {
        return page(
                status,
                "Sign-in cannot go on",
                Html.of().add("<p role=\"alert\">%s</p>", explanation).add("<p>%s</p>", advice));
    }

    /// Sends the browser on, always by GET.
    public Response redirect(String address, String... cookies) {
        var response = guarded(Response.status(303), "").header(HttpHeaders.LOCATION, address);
        for (var cookie : cookies) {
            response.header(HttpHeaders.SET_COOKIE, cookie);
        }
        return response.build();
    }

    /// Scheme, host and port of an address; of an app's own scheme, the scheme.
    public static String originOf(String address) {
        var uri = URI.create(address);
        return Optional.ofNullable(uri.getHost())
                .map(host -> uri.getScheme() + "://" + host + (uri.getPort() < 0 ? "" : ":" + uri.getPort()))
                .orElse(uri.getScheme() + ":");
    }

    private static Response.ResponseBuilder guarded(Response.ResponseBuilder response, String formTarget) {
        var forms = formTarget.isEmpty() ? "'self'" : "'self' " + formTarget;
        return response.header(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'self'; form-action " + forms
                                + "; frame-ancestors 'none'; base-uri 'none'")
                .header("X-Frame-Options", "DENY")
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
