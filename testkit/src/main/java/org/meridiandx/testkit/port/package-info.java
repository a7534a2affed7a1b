/// Where the servers of tests listen.
@NullMarked
package org.meridiandx.testkit.port;

import org.jspecify.annotations.NullMarked;
