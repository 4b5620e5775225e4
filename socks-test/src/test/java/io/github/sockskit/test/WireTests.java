package io.github.sockskit.test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * How many writes the server makes, which a client cannot see.
 */
class WireTests {

	private final List<String> writes = new ArrayList<>();

	@Test
	void sendsAMessageInOneWrite() throws IOException {
		wire(Misbehaviour.NONE).send(new byte[] { 5, 0 });
		assertThat(this.writes).containsExactly("0500");
	}

	@Test
	void splitsIntoAWriteForEachByte() throws IOException {
		wire(Misbehaviour.split()).send(new byte[] { 5, 0 });
		assertThat(this.writes).containsExactly("05", "00");
	}

	@Test
	void cutsWhatItSplits() throws IOException {
		Wire wire = wire(Misbehaviour.closeAfter(3).and(Misbehaviour.split()));
		wire.send(new byte[] { 5, 0 });
		assertThatIOException().isThrownBy(() -> wire.send(new byte[] { 5, 0, 0, 1 }));
		assertThat(this.writes).containsExactly("05", "00", "05");
	}

	private Wire wire(Misbehaviour misbehaviour) throws IOException {
		return new Wire(new RecordingSocket(), misbehaviour);
	}

	private final class RecordingSocket extends Socket {

		@Override
		public InputStream getInputStream() {
			return new ByteArrayInputStream(new byte[0]);
		}

		@Override
		public OutputStream getOutputStream() {
			return new OutputStream() {
				@Override
				public void write(int value) {
					write(new byte[] { (byte) value }, 0, 1);
				}

				@Override
				public void write(byte[] bytes, int offset, int length) {
					WireTests.this.writes.add(HexFormat.of().formatHex(bytes, offset, offset + length));
				}
			};
		}

		@Override
		public void shutdownOutput() {
			// never connected
		}

	}

}
