package io.syncline.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Secret;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Keys and signatures are those of RFC 8032, section 7.1, test 2. */
class SignerTest {
    private static final Secret SEED =
            Secret.of("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    private static final String PUBLIC =
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    private static final String SIGNATURE =
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                    + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

    @Test
    void theKeyIsTheSecretsAndSignsAsTheStandardSays() {
        Signer signer = new Signer(SEED);
        assertThat(hex(signer.publicKey())).endsWith(PUBLIC);
        assertThat(hex(signer.sign("r"))).isEqualTo(SIGNATURE);
        assertThat(new Signer(SEED).publicKey()).isEqualTo(signer.publicKey());
    }

    private static String hex(String base64) {
        return HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
    }
}
