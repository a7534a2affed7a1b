/// `dx bench kill`: results are sent while service, database and broker are killed, and
/// everything that was acknowledged is held against what is stored, followed and told.
@NullMarked
package org.meridiandx.bench.kill;

import org.jspecify.annotations.NullMarked;
