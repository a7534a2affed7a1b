/// A real Kafka broker per test JVM, and a probe that reads and writes raw records.
@NullMarked
package org.meridiandx.testkit.kafka;

import org.jspecify.annotations.NullMarked;
