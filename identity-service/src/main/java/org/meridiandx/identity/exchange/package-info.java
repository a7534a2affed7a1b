/// Token exchange: a person's token of a trusted provider for one of this region, and one of
/// this region for one that another region takes.
@NullMarked
package org.meridiandx.identity.exchange;

import org.jspecify.annotations.NullMarked;
