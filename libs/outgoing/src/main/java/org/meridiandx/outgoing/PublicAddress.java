package org.meridiandx.outgoing;

import java.net.Inet4Address;
import java.net.InetAddress;

/// Tells addresses on the internet from those of this network, of this machine and of the
/// cloud's own services.
///
/// **Source:** RFC 6890, OWASP SSRF prevention.
final class PublicAddress {
    private PublicAddress() {}

    static boolean is(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        var bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublic(bytes) : isPublicSix(bytes);
    }

    private static boolean isPublic(byte[] four) {
        var first = four[0] & 0xff;
        var second = four[1] & 0xff;
        var third = four[2] & 0xff;
        return first != 0
                && first != 10
                && first != 127
                && first < 224
                && !(first == 100 && second >= 64 && second < 128)
                && !(first == 169 && second == 254)
                && !(first == 172 && second >= 16 && second < 32)
                && !(first == 192 && second == 168)
                && !(first == 192 && second == 0 && (third == 0 || third == 2))
                && !(first == 198 && (second == 18 || second == 19 || (second == 51 && third == 100)))
                && !(first == 203 && second == 0 && third == 113);
    }

    /// Only global unicast (2000::/3), and none of the forms that carry an IPv4 address or
    /// documentation.
    private static boolean isPublicSix(byte[] six) {
        var first = ((six[0] & 0xff) << 8) | (six[1] & 0xff);
        var second = ((six[2] & 0xff) << 8) | (six[3] & 0xff);
        return (first & 0xe000) == 0x2000 && first != 0x2002 && !(first == 0x2001 && (second == 0 || second == 0xdb8));
    }
}
