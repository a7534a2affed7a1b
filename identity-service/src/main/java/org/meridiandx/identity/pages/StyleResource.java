package org.meridiandx.identity.pages;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/// The style of the pages: contrast 7:1 and more, focus that is seen, nothing that moves.
@Path("/oauth2/sign-in/style.css")
public class StyleResource {
    private static final String STYLE = """
            body { font: 1.125rem/1.5 system-ui, sans-serif; margin: 0; color: #14202b; background: #fff }
            header { background: #00315c; color: #fff; padding: .25rem 1.5rem }
            main { max-width: 42rem; margin: 1.5rem auto; padding: 0 1.5rem }
            button, .button { font: inherit; display: inline-block; margin: .25rem .5rem .25rem 0; padding: .5rem 1rem;
              color: #fff; background: #00512f; border: 2px solid #00512f; border-radius: .25rem; text-decoration: none }
            .quiet { color: #14202b; background: #fff }
            input[type=text] { font: inherit; padding: .4rem; border: 2px solid #14202b }
            label { display: block; margin: .5rem 0 }
            .warning, [role=alert] { border-left: .4rem solid #a4160a; padding: .25rem 1rem; background: #fdf2f1 }
            :focus-visible { outline: .25rem solid #b35900; outline-offset: .125rem }
            """;

    @GET
    @Produces("text/css")
    public String style() {
        return STYLE;
    }
}
