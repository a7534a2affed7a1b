/// Everything around one service in one Quarkus test resource: PostgreSQL, Kafka, the stand-ins and their settings.
@NullMarked
package org.meridiandx.testkit.region;

import org.jspecify.annotations.NullMarked;
