package io.github.sockskit.auth;

import java.nio.ByteBuffer;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class UsernamePasswordTests {

	private static String message(String username, String password) throws AuthException {
		ByteBuffer out = new UsernamePassword(username, password).begin("proxy.example").output();
		byte[] bytes = new byte[out.remaining()];
		out.get(bytes);
		return HexFormat.of().formatHex(bytes);
	}

	@Test
	void isSentAsUtf8WithLengthsInBytes() throws AuthException {
		assertThat(message("üser", "p€")).isEqualTo("0105" + "c3bc736572" + "04" + "70e282ac");
	}

	@Test
	void theEmptyPasswordIsSentWithLengthZero() throws AuthException {
		assertThat(message("key", "")).isEqualTo("01036b657900");
	}

	@Test
	void bothMayHave255Bytes() throws AuthException {
		assertThat(message("u".repeat(255), "p".repeat(255))).hasSize(2 * (3 + 255 + 255));
	}

	@Test
	void whatDoesNotFitIsRefusedAndNotShown() {
		assertThatIllegalArgumentException().isThrownBy(() -> new UsernamePassword("é".repeat(128), "pw"))
			.withMessageContaining("username")
			.withMessageNotContaining("é");
		assertThatIllegalArgumentException().isThrownBy(() -> new UsernamePassword("u", "s3cret".repeat(50)))
			.withMessageContaining("password")
			.withMessageNotContaining("s3cret");
		assertThatIllegalArgumentException().isThrownBy(() -> new UsernamePassword("", "pw"));
	}

	@Test
	void showsNoCredential() {
		assertThat(new UsernamePassword("jane", "s3cret")).hasToString("username/password");
	}

}
