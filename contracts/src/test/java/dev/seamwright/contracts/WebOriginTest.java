package dev.seamwright.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebOriginTest {
    private static final String URL = "https://ci.example.com/build";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ci.example.com",
                "https://ci.example.com:/",
                "https://ci.example.com:443/other",
                "HTTPS://CI.Example.COM/build?x=1",
                "https://ci.example.com#part",
                "https://ci.example.com/${pactbroker.consumerName}/{x}|y"
            })
    void spelling_and_path_make_no_difference(String same) {
        assertEquals(WebOrigin.of(URL), WebOrigin.of(same));
        assertTrue(WebOrigin.isSame(URL, same));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://ci.example.com/build",
                "http://ci.example.com:443/build",
                "https://ci.example.com:8443/build",
                "https://ci.example.com./build",
                "https://ci.example.com.attacker.example/build",
                "https://ci.example.com@attacker.example/build",
                "https://attacker.example/https://ci.example.com/build",
                "https://attacker.example?https://ci.example.com/build",
                "ftp://ci.example.com/build"
            })
    void another_scheme_host_or_port_is_another_origin(String other) {
        assertNotEquals(Optional.empty(), WebOrigin.of(other));
        assertFalse(WebOrigin.isSame(URL, other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/build",
                "ci.example.com/build",
                "https:/ci.example.com",
                "https:///build",
                "https://ci_1:x/",
                "https://a b/",
                "https://ci.example.com\\@attacker.example/"
            })
    void what_has_no_valid_host_has_no_origin(String url) {
        assertEquals(Optional.empty(), WebOrigin.of(url));
        assertFalse(WebOrigin.isSame(url, url));
    }

    @Test
    void it_is_written_as_browsers_write_it() {
        assertEquals("https://ci.example.com", WebOrigin.of(URL).orElseThrow().toString());
        assertEquals(
                "http://[::1]:8080",
                WebOrigin.of("http://[::1]:8080/x").orElseThrow().toString());
        assertEquals("http://a:443", WebOrigin.of("http://a:443").orElseThrow().toString());
        assertEquals("ftp://a", WebOrigin.of("ftp://a/b").orElseThrow().toString());
    }
}
