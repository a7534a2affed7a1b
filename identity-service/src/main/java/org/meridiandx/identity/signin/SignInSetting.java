package org.meridiandx.identity.signin;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// What every sign-in goes by.
@ApplicationScoped
class SignInSetting {
    private final SignInConfig config;
    private final PersonMapper people;
    private final Clock clock;
    private final String issuer;

    SignInSetting(
            SignInConfig config,
            PersonMapper people,
            Clock clock,
            @ConfigProperty(name = "meridian.issuer") String issuer) {
        this.config = config;
        this.people = people;
        this.clock = clock;
        this.issuer = issuer;
    }

    SignInConfig config() {
        return config;
    }

    PersonMapper people() {
        return people;
    }

    Clock clock() {
        return clock;
    }

    /// Where providers send people back to.
    String callback() {
        return issuer + "/oauth2/sign-in/callback";
    }
}
