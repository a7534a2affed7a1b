package org.meridiandx.imaging.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Bounds of one STOW-RS request.
@ConfigMapping(prefix = "meridian.stow")
interface StowConfig {
    /// Parts of a multipart body.
    @WithDefault("100000")
    int maxParts();

    /// Bytes of the headers of one part.
    @WithDefault("16384")
    int maxPartHeaderBytes();

    /// Bytes of all headers that one request may hold in memory until they are indexed.
    @WithDefault("67108864")
    long maxIndexBytes();
}
