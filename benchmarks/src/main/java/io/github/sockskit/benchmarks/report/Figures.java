package io.github.sockskit.benchmarks.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers with three significant digits, and as many as needed above a thousand. */
final class Figures {

	private Figures() {
	}

	static String of(double value) {
		if (!Double.isFinite(value)) {
			return "–";
		}
		if (Math.abs(value) >= 100) {
			return String.format(Locale.ROOT, "%,.0f", value);
		}
		return BigDecimal.valueOf(value).round(new MathContext(3)).toPlainString();
	}

}
