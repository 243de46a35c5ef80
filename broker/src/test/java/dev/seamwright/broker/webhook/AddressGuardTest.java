package dev.seamwright.broker.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.254",
                "127.0.0.1",
                "127.1",
                "2130706433",
                "127.255.255.254",
                "168.63.129.16",
                "169.254.0.1",
                "169.254.169.254",
                "169.254.170.2",
                "2852039166",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.1",
                "192.168.255.255",
                "3232235521",
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
                "0:0:0:0:0:0:0:1",
                "::127.0.0.1",
                "::ffff:127.0.0.1",
                "::ffff:7f00:1",
                "::ffff:10.0.0.1",
                "::ffff:a9fe:a9fe",
                "::ffff:169.254.169.254",
                "64:ff9b::7f00:1",
                "64:ff9b::169.254.169.254",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:0:7f00:1::",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:c0a8:1::1",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd00:ec2::254",
                "fdff::1",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1",
                "ff0e::1"
            })
    void an_address_that_is_not_public_is_refused(String address) throws UnknownHostException {
        assertFalse(AddressGuard.isPublic(InetAddress.getByName(address)), address);
        assertTrue(new AddressGuard(WebhookPolicy.DEFAULT).refuseHost(address).isPresent(), address);
        assertTrue(
                new AddressGuard(WebhookPolicy.DEFAULT)
                        .refuseHost("[" + address + "]")
                        .isPresent(),
                address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "128.0.0.1",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.1",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2000::1",
                "2001:200::1",
                "2003::1",
                "2606:4700::1111",
                "2a00::1",
                "3ffe::1"
            })
    void a_public_address_is_not(String address) throws UnknownHostException {
        assertTrue(AddressGuard.isPublic(InetAddress.getByName(address)), address);
        assertFalse(new AddressGuard(WebhookPolicy.DEFAULT).refuseHost(address).isPresent(), address);
    }

    @Test
    void a_list_of_hosts_lets_nothing_else_pass() throws UnknownHostException {
        var guard = guard("ci.internal", "*.example.com", "10.1.0.0/16");
        var somewhere = InetAddress.getByName("93.184.216.34");
        var inside = InetAddress.getByName("10.9.9.9");

        assertTrue(guard.refuse("CI.internal.", inside).isEmpty(), "a listed name may be private");
        assertTrue(guard.refuse("a.example.com", somewhere).isEmpty());
        assertTrue(guard.refuse("a.example.com", inside).isPresent(), "a name below a listed one may not");
        assertTrue(guard.refuse("example.com", somewhere).isPresent());
        assertTrue(guard.refuse("notexample.com", somewhere).isPresent());
        assertTrue(guard.refuse("other", InetAddress.getByName("10.1.255.1")).isEmpty());
        assertTrue(guard.refuse("other", InetAddress.getByName("10.2.0.1")).isPresent());
        assertTrue(guard.refuse("other", somewhere).isPresent());
        assertTrue(guard("*", "10.1.0.0/16").refuse("other", somewhere).isEmpty());
        assertTrue(guard("*").refuse("other", inside).isPresent());
    }

    @Test
    void a_network_ends_at_its_last_bit() throws UnknownHostException {
        var guard = guard("10.0.0.128/25", "2001:db8:8000::/33");
        assertTrue(guard.refuse("x", InetAddress.getByName("10.0.0.127")).isPresent());
        assertTrue(guard.refuse("x", InetAddress.getByName("10.0.0.128")).isEmpty());
        assertTrue(guard.refuse("x", InetAddress.getByName("10.0.1.0")).isPresent());
        assertTrue(guard.refuse("x", InetAddress.getByName("2001:db8:7fff::1")).isPresent());
        assertTrue(guard.refuse("x", InetAddress.getByName("2001:db8:8000::1")).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.*/", "10.0.0.0/33", "a b", "*.*", "https://ci", ""})
    void a_host_pattern_of_another_form_is_refused_at_start(String pattern) {
        var failure = assertThrows(IllegalArgumentException.class, () -> guard(pattern));
        assertEquals(true, String.valueOf(failure.getMessage()).contains("Not a host"));
    }

    private static AddressGuard guard(String... hosts) {
        return new AddressGuard(new WebhookPolicy(
                Set.of("https"),
                Set.of("POST"),
                List.of(hosts),
                List.of(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1)));
    }
}
