/// QIDO-RS: finds studies, series and instances by their attributes.
///
/// A search is typed columns and B-trees. Answers are put together by copying stored JSON; each
/// caller sees only rows that the access decision covers, and no count tells of the others.
@NullMarked
package org.meridiandx.imaging.query;

import org.jspecify.annotations.NullMarked;
