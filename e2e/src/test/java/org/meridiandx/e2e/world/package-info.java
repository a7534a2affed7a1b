/// Patients and records that tests make through the public interfaces, with what the tests themselves know of them, and
/// those who ask for them.
package org.meridiandx.e2e.world;
