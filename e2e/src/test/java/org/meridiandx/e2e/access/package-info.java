/// Random askers, purposes and records at every interface of every service, against the table of
/// docs/security/access-policy.md.
package org.meridiandx.e2e.access;
