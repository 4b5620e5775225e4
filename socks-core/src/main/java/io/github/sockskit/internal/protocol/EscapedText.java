package io.github.sockskit.internal.protocol;

/**
 * Text from outside, made fit for a line of a log. A name or message of the proxy or the
 * user could otherwise end the line and forge another one, drive a terminal, or reverse
 * the direction of what follows.
 */
public final class EscapedText {

	/** The longest name in DNS and in SOCKS, in bytes. */
	public static final int LONGEST_NAME = 255;

	private static final int ENOUGH_TO_RECOGNISE = 64;

	private EscapedText() {
	}

	/**
	 * Escapes text for a message, at most 64 characters of it.
	 * @param text any text
	 * @return see {@link #of(String, int)}
	 */
	public static String of(String text) {
		return of(text, ENOUGH_TO_RECOGNISE);
	}

	/**
	 * Escapes every character that is not printable: control and format characters, bidi
	 * controls among them, line separators, blanks other than a space, and lone
	 * surrogates.
	 * @param text any text
	 * @param longest how many characters (code points) are kept
	 * @return the text with <code>&#92;u{hex}</code> for each such character, and "..."
	 * for the characters that are left out
	 */
	public static String of(String text, int longest) {
		return (text.length() <= longest && isPlain(text)) ? text : escaped(text, longest);
	}

	/**
	 * Each dial of a name passes through this: a stream would allocate more than a name.
	 */
	private static boolean isPlain(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
				return false;
			}
		}
		return true;
	}

	private static String escaped(String text, int longest) {
		StringBuilder escaped = new StringBuilder();
		int next = 0;
		for (int count = 0; count < longest && next < text.length(); count++) {
			int c = text.codePointAt(next);
			if (isPrintable(c)) {
				escaped.appendCodePoint(c);
			}
			else {
				escaped.append("\\u{").append(Integer.toHexString(c)).append('}');
			}
			next += Character.charCount(c);
		}
		return escaped.append((next < text.length()) ? "..." : "").toString();
	}

	private static boolean isPrintable(int c) {
		return switch (Character.getType(c)) {
			case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
					Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
				false;
			case Character.SPACE_SEPARATOR -> c == ' ';
			default -> true;
		};
	}

}
