package io.syncline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The sealed form, byte for byte: what is sealed today has to open in ten years. */
class SealingKnownAnswersTest {
    private static final HexFormat HEX = HexFormat.of();

    /** What a random source gives that counts: bytes 0, 1, 2, … */
    private static final class Counting extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private byte next;

        @Override
        public void nextBytes(byte[] bytes) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = next++;
            }
        }
    }

    /** Test case 16 of the specification of GCM (McGrew and Viega), which has AES-256 and AAD. */
    private static final byte[] KEY =
            HEX.parseHex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");

    private static final byte[] NONCE = HEX.parseHex("cafebabefacedbaddecaf888");
    private static final byte[] PLAIN =
            HEX.parseHex(
                    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                            + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
    private static final byte[] PLACE = HEX.parseHex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    private static final byte[] SEALED =
            HEX.parseHex(
                    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                            + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                            + "76fc6ece0f4e1768cddf8853bb2d551b");

    @Test
    void theCipherGivesTheAnswersOfItsSpecification() throws GeneralSecurityException {
        assertThat(Sealing.encrypt(KEY, NONCE, PLAIN, PLACE)).isEqualTo(SEALED);
        assertThat(Sealing.decrypt(KEY, NONCE, SEALED, PLACE)).isEqualTo(PLAIN);
    }

    @Test
    void theCipherRefusesEveryChangedByte() {
        for (byte[] changed : new byte[][] {KEY, NONCE, SEALED, PLACE}) {
            for (int i = 0; i < changed.length; i++) {
                byte before = changed[i];
                changed[i] ^= (byte) 0x80;
                assertThatThrownBy(() -> Sealing.decrypt(KEY, NONCE, SEALED, PLACE))
                        .isInstanceOf(AEADBadTagException.class);
                changed[i] = before;
            }
        }
    }

    @Test
    void theSealedFormIsWhatItWas() {
        Sealing sealing = new Sealing(Place.KEY, new Counting());

        assertThat(sealing.seal("sync_a", "source.password", "pässword"))
                .isEqualTo(
                        "s1:92ffa515:ICEiIyQlJicoKSor8dKZTn/ly1nsvsSNrzpUOortpHqCoknuIAOLArY78QTW9SjESbAAULRr"
                                + "EFe4BkpoLC0uLzAxMjM0NTY3Ij6BZRHmi75SlVbxsDv3RHlGjbNVreZp9A==");
        assertThat(Place.KEY.id()).isEqualTo("92ffa515");
    }

    /** The form as the page on the master key has it, opened without a line of the main code. */
    @Test
    void whoHasTheMasterKeyCanOpenATextByThePagesWordsAlone() throws GeneralSecurityException {
        String sealed = new Sealing(Place.KEY, Place.RANDOM).seal("sync_a", "url", "secret");
        byte[] master = Base64.getDecoder().decode("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        String[] parts = sealed.split(":");
        byte[] bytes = Base64.getDecoder().decode(parts[2]);
        byte[] place = new byte[0];
        for (String each : new String[] {parts[0] + ":" + parts[1], "sync_a", "url"}) {
            byte[] text = each.getBytes(StandardCharsets.UTF_8);
            place =
                    ByteBuffer.allocate(place.length + 4 + text.length)
                            .put(place)
                            .putInt(text.length)
                            .put(text)
                            .array();
        }

        byte[] own =
                opened(derived(master, "syncline sealing s1"), Arrays.copyOf(bytes, 60), place);
        byte[] text = opened(own, Arrays.copyOfRange(bytes, 60, bytes.length), place);

        assertThat(new String(text, StandardCharsets.UTF_8)).isEqualTo("secret");
    }

    private static byte[] opened(byte[] key, byte[] sealed, byte[] place)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(key, "AES"),
                new GCMParameterSpec(128, sealed, 0, 12));
        cipher.updateAAD(place);
        return cipher.doFinal(sealed, 12, sealed.length - 12);
    }

    /** HKDF of RFC 5869 with SHA-256, without a salt, for one block of output. */
    private static byte[] derived(byte[] master, String purpose) throws GeneralSecurityException {
        byte[] extracted = hmac(new byte[32], master);
        byte[] info = purpose.getBytes(StandardCharsets.UTF_8);
        return hmac(
                extracted, ByteBuffer.allocate(info.length + 1).put(info).put((byte) 1).array());
    }

    private static byte[] hmac(byte[] key, byte[] text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text);
    }

    @Test
    void aTextSealedUnderAnotherKeyNamesBothKeys() {
        String sealed = new Sealing(Place.OTHER_KEY, Place.RANDOM).seal("a", "b", "x");

        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> new Sealing(Place.KEY, Place.RANDOM).open("a", "b", sealed))
                .withMessageContainingAll(Place.KEY.id(), Place.OTHER_KEY.id())
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.WRONG_MASTER_KEY));
    }
}
