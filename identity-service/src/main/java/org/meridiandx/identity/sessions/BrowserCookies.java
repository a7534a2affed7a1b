package org.meridiandx.identity.sessions;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The two cookies of a browser: a secret that binds forms and unfinished sign-ins to it, and its
/// session. Neither can be read by scripts, set by a neighbouring host (`__Host-`) or sent along
/// with forms of other sites. Only a region on one machine, without TLS, does without `Secure`.
@ApplicationScoped
public class BrowserCookies {
    private static final String ATTRIBUTES = "; Path=/; HttpOnly; SameSite=Lax";
    private final CurrentVertxRequest connection;
    private final boolean secure;

    BrowserCookies(CurrentVertxRequest connection, @ConfigProperty(name = "meridian.issuer") String issuer) {
        this.connection = connection;
        this.secure = issuer.startsWith("https://");
    }

    public Optional<String> browser() {
        return read("browser");
    }

    public Optional<String> session() {
        return read("session");
    }

    /// A `Set-Cookie` header for the browser's own secret.
    public String setBrowser(String secret) {
        return name("browser") + "=" + secret + attributes();
    }

    public String setSession(String id) {
        return name("session") + "=" + id + attributes();
    }

    public String clearSession() {
        return name("session") + "=" + attributes() + "; Max-Age=0";
    }

    private Optional<String> read(String which) {
        var cookies = connection.getCurrent().request().cookies(name(which));
        return cookies.size() == 1
                ? Optional.of(cookies.iterator().next().getValue()).filter(Secret::isOne)
                : Optional.empty();
    }

    private String name(String which) {
        return (secure ? "__Host-" : "") + "meridian-" + which;
    }

    private String attributes() {
        return ATTRIBUTES + (secure ? "; Secure" : "");
    }
}
