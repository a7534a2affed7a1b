package org.meridiandx.indicators;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How much of the service's database its indicators may have.
@ConfigMapping(prefix = "meridian.indicators")
public interface IndicatorConfig {

    /// After which one statement is ended and the caller told to ask for less.
    @WithDefault("8s")
    Duration timeLimit();

    /// How many questions are answered at a time; more are told to come again.
    @WithDefault("2")
    int atOnce();
}
