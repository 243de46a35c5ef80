package dev.seamwright.broker.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretBoxTest {
    private static final byte[] OLD = key(1);
    private static final byte[] NEW = key(2);

    @Test
    void what_is_sealed_opens_for_its_owner_alone() {
        var box = new SecretBox(List.of(OLD));
        var sealed = box.seal("geheim", "webhook/1/a");

        assertEquals("geheim", box.open(sealed, "webhook/1/a"));
        assertThrows(SecretBox.Unreadable.class, () -> box.open(sealed, "webhook/2/a"));
        assertFalse(new String(sealed.bytes(), StandardCharsets.ISO_8859_1).contains("geheim"));
    }

    @Test
    void a_changed_byte_anywhere_is_noticed() {
        var box = new SecretBox(List.of(OLD));
        var sealed = box.seal("geheim", "o");
        for (var i = 0; i < sealed.bytes().length; i++) {
            var bytes = sealed.bytes().clone();
            bytes[i] ^= 1;
            assertThrows(SecretBox.Unreadable.class, () -> box.open(new SecretBox.Sealed(sealed.keyId(), bytes), "o"));
        }
        assertThrows(
                SecretBox.Unreadable.class, () -> box.open(new SecretBox.Sealed(sealed.keyId(), new byte[3]), "o"));
    }

    @Test
    void the_same_secret_is_sealed_differently_each_time() {
        var box = new SecretBox(List.of(OLD));
        assertFalse(Arrays.equals(box.seal("s", "o").bytes(), box.seal("s", "o").bytes()));
    }

    @Test
    void after_a_rotation_old_secrets_open_and_new_ones_use_the_new_key() {
        var sealed = new SecretBox(List.of(OLD)).seal("s", "o");
        var rotated = new SecretBox(List.of(NEW, OLD));

        assertEquals("s", rotated.open(sealed, "o"));
        assertNotEquals(sealed.keyId(), rotated.seal("s", "o").keyId());
        assertThrows(SecretBox.Unreadable.class, () -> new SecretBox(List.of(NEW)).open(sealed, "o"));
    }

    @Test
    void the_key_file_is_made_once_and_for_its_owner_alone(@TempDir Path directory) throws IOException {
        var file = directory.resolve("sub/secret.keys");
        var sealed = SecretBox.in(file).seal("s", "o");

        assertEquals("s", SecretBox.in(file).open(sealed, "o"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        try (var files = Files.list(file.getParent())) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void a_damaged_key_file_is_refused_and_left_alone(@TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("secret.keys"), "bm90IGEga2V5\n");
        var failure = assertThrows(IllegalArgumentException.class, () -> SecretBox.in(file));
        assertEquals(
                "The key file " + file + " is damaged: it holds 32 bytes in base 64 on each line.",
                failure.getMessage());
        assertEquals("bm90IGEga2V5\n", Files.readString(file));
    }

    private static byte[] key(int fill) {
        var key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return key;
    }
}
