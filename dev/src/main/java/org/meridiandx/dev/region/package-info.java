/// One region on one machine without containers: PostgreSQL, Kafka, the four services and the gateway, started,
/// watched and stopped together.
///
/// The supervising process holds a lock while the region is up and keeps `.dx/region.json` true; every process that it
/// started can be found and ended by what stands there, even after the supervisor was killed.
@NullMarked
package org.meridiandx.dev.region;

import org.jspecify.annotations.NullMarked;
