package io.github.sockskit;

import java.io.IOException;

import io.github.sockskit.internal.protocol.Handshake;
import io.github.sockskit.internal.protocol.Stage;

/**
 * How a handshake ended, and so what it says about the proxy.
 */
enum Ending {

	/** It granted the request. */
	GRANTED,

	/** It refused the request. */
	DENIED,

	/** It refused the credentials. */
	REFUSED,

	/** It takes none of the methods that were offered. */
	UNACCEPTED,

	/** It broke off before method and credentials were through. */
	BROKEN,

	/** What it sent then made no sense. */
	GARBLED,

	/** It broke off then, which may be its answer. */
	CLOSED,

	/** It said nothing in time. */
	TIMED_OUT,

	/** The dial ended on this side, or at a hop before. */
	ABANDONED;

	/** Whether it is the answer to all that was sent. */
	boolean isAnswer() {
		return this == GRANTED || this == DENIED || this == REFUSED;
	}

	/**
	 * Of a failure.
	 * @param hop number of the one that the handshake is with
	 */
	static Ending of(IOException failure, Handshake handshake, int hop) {
		if (!(failure instanceof SocksException ex) || ex.getHop() != hop) {
			return ABANDONED;
		}
		if (failure instanceof SocksReplyException) {
			return DENIED;
		}
		if (failure instanceof SocksAuthenticationException refusal) {
			return (refusal.getStep() == Step.METHOD) ? UNACCEPTED : REFUSED;
		}
		if (failure instanceof SocksTimeoutException) {
			return TIMED_OUT;
		}
		if (handshake.stage() != Stage.REQUEST) {
			return BROKEN;
		}
		return (failure instanceof SocksProtocolException broken && broken.isMalformed()) ? GARBLED : CLOSED;
	}

}
