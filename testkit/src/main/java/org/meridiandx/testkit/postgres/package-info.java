/// A real PostgreSQL without containers, one server per test JVM, a fresh database per test class or service.
@NullMarked
package org.meridiandx.testkit.postgres;

import org.jspecify.annotations.NullMarked;
