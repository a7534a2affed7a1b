/// A real Kafka broker in KRaft mode, run as a process of its own by tests and by the local region.
///
/// The broker is newer than the client that the services use, so it lives in its own module and never shares a
/// class path with them: callers start `java -cp 'testkit/broker/target/lib/*'` and talk to it over its port.
@NullMarked
package org.meridiandx.testkit.broker;

import org.jspecify.annotations.NullMarked;
