package io.github.sockskit.benchmarks.measure;

import java.lang.management.ManagementFactory;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * What this process has used up to now.
 *
 * @param nanos time on the monotonic clock
 * @param cpuNanos processor time, the kernel's on its behalf included; in ticks of 10 ms
 * @param allocatedBytes on the heap, by all threads
 */
public record Meter(long nanos, long cpuNanos, long allocatedBytes) {

	private static final OperatingSystemMXBean PROCESS = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	/** JDK 21 and newer. */
	private static final String TOTAL = "TotalThreadAllocatedBytes";

	/**
	 * Reads it.
	 * @return now
	 */
	public static Meter read() {
		return new Meter(System.nanoTime(), PROCESS.getProcessCpuTime(), allocated());
	}

	/**
	 * What was used since.
	 * @param earlier a reading
	 * @return the differences
	 */
	public Meter since(Meter earlier) {
		return new Meter(nanos - earlier.nanos, cpuNanos - earlier.cpuNanos, allocatedBytes - earlier.allocatedBytes);
	}

	private static long allocated() {
		if (Runtime.version().feature() >= 21) {
			MBeanServer server = ManagementFactory.getPlatformMBeanServer();
			try {
				return (Long) server.getAttribute(new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME), TOTAL);
			}
			catch (JMException ex) {
				throw new IllegalStateException(ex);
			}
		}
		// Threads that have ended are not in it: the threads of a measure live as long as
		// it.
		long sum = 0;
		for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
			sum += Math.max(bytes, 0);
		}
		return sum;
	}

}
