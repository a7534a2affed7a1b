/// Demonstration only: providers that sign sample people in without asking for anything. They
/// speak what the national providers speak, and a region in production does not start with them.
@NullMarked
package org.meridiandx.identity.signin.demo;

import org.jspecify.annotations.NullMarked;
