package io.syncline.server.wiring;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/** Which addresses belong to everybody: not to this machine, this network or nobody. Pure. */
final class PublicAddresses {
    private PublicAddresses() {}

    /** Whether an address is a public one. */
    static boolean contain(InetAddress address) {
        boolean special =
                address.isAnyLocalAddress()
                        || address.isLoopbackAddress()
                        || address.isLinkLocalAddress()
                        || address.isSiteLocalAddress()
                        || address.isMulticastAddress();
        return !special
                && switch (address) {
                    case Inet4Address four -> four(four.getAddress(), 0);
                    case Inet6Address six -> six(six.getAddress());
                    default -> false;
                };
    }

    private static boolean four(byte[] bytes, int at) {
        int first = bytes[at] & 0xff;
        int second = bytes[at + 1] & 0xff;
        int third = bytes[at + 2] & 0xff;
        boolean shared = first == 100 && second >= 64 && second < 128;
        boolean own = first == 10 || first == 172 && second >= 16 && second < 32;
        boolean home = first == 192 && (second == 168 || second == 0 && (third == 0 || third == 2));
        boolean local = first == 169 && second == 254;
        boolean trial =
                first == 198 && (second == 18 || second == 19 || second == 51 && third == 100)
                        || first == 203 && second == 0 && third == 113;
        return first != 0
                && first != 127
                && first < 224
                && !shared
                && !own
                && !home
                && !local
                && !trial;
    }

    /** What carries an address of the old kind is judged by that. */
    private static boolean six(byte[] bytes) {
        boolean unique = (bytes[0] & 0xfe) == 0xfc;
        boolean global = (bytes[0] & 0xe0) == 0x20;
        boolean translated =
                bytes[0] == 0
                        && bytes[1] == 0x64
                        && (bytes[2] & 0xff) == 0xff
                        && (bytes[3] & 0xff) == 0x9b;
        boolean sixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
        boolean tunnel = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0 && bytes[3] == 0;
        boolean papers =
                bytes[0] == 0x20
                        && bytes[1] == 0x01
                        && bytes[2] == 0x0d
                        && (bytes[3] & 0xff) == 0xb8;
        if (translated) {
            return four(bytes, 12);
        }
        return global && !unique && !tunnel && !papers && (!sixToFour || four(bytes, 2));
    }
}
