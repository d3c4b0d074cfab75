package io.sluice.withdrawal.adapter.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

class PublicAddressesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.100.100.200",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd00:ec2::254",
                "fd20:ce::254",
                "ff02::1",
                "100::1",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::808:808",
                "2001:db8::1",
                "2001::1",
                "2001:2::1",
                "2001:10::1",
                "2001:20::1",
                "3fff::1",
                "2002:7f00:1::1",
                "2002:a9fe:a9fe::",
                "2002:a00:1::1",
                "4000::1",
                "5f00::1"
            })
    void isInsideSomeNetworkOrSpecial(String address) throws Exception {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1", "8.8.8.8", "9.255.255.255", "100.63.255.255", "100.128.0.0",
                "168.63.129.15", "169.253.1.1", "172.15.0.1", "172.32.0.1", "192.0.1.1",
                "198.17.0.1", "198.20.0.1", "223.255.255.255", "2606:4700::1111", "2a00:1450::1",
                "64:ff9b::808:808", "2002:808:808::1", "2001:4860:4860::8888"
            })
    void isPublic(String address) throws Exception {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isTrue();
    }

    /** Java makes an IPv4 address of a mapped one where it can; a resolver need not. */
    @ParameterizedTest
    @CsvSource({
        "00000000000000000000ffff7f000001, false",
        "00000000000000000000ffffa9fea9fe, false",
        "00000000000000000000ffff08080808, true"
    })
    void aMappedAddressIsJudgedByWhatItCarries(String bytes, boolean expected) throws Exception {
        InetAddress mapped = Inet6Address.getByAddress("x", HexFormat.of().parseHex(bytes), -1);

        assertThat(mapped).isInstanceOf(Inet6Address.class);
        assertThat(PublicAddresses.isPublic(mapped)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "https://partner.example/hook, true",
        "https://partner.example:8443/hook?x=1, true",
        "https://8.8.8.8/hook, true",
        "http://partner.example/hook, false",
        "ftp://partner.example/hook, false",
        "https://user:password@partner.example/hook, false",
        "https://localhost/hook, false",
        "https://LOCALHOST/hook, false",
        "https://127.0.0.1/hook, false",
        "https://2130706433/hook, false",
        "https://0x7f.1/hook, false",
        "https://127.1/hook, false",
        "https://[::1]/hook, false",
        "https://[::ffff:127.0.0.1]/hook, false",
        "https://169.254.169.254/latest/meta-data, false",
        "https:///hook, false",
        "partner.example, false",
        "not a url, false"
    })
    void anAddressIsHttpsAndNotWrittenAsAPrivateOne(String url, boolean expected) {
        assertThat(new CheckedAddresses(false).isAllowed(url)).isEqualTo(expected);
    }
}
