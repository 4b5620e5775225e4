package io.github.sockskit.benchmarks.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers with three significant digits, and as many as needed above a hundred. */
final class Figures {

	private static final int DIGITS = 3;

	private Figures() {
	}

	static String of(double value) {
		if (!Double.isFinite(value)) {
			return "–";
		}
		if (Math.abs(value) >= 100 || value == Math.rint(value)) {
			return String.format(Locale.ROOT, "%,.0f", value);
		}
		BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(DIGITS));
		return rounded.setScale(rounded.scale() + DIGITS - rounded.precision()).toPlainString();
	}

}
