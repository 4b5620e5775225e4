"""Two network namespaces, and between them a lane for each round trip asked for, in which every packet takes half of it.

usage: delay.py RTT_MS...    (whole milliseconds, 0 to 255)

In lane N the near side is 198.18.N.1 and the far side 198.18.N.2 (addresses set aside for benchmarks; RFC 2544). Packets are
carried between TUN devices, TCP's SYN like any other, so this needs root and /dev/net/tun, but no netem in the kernel.
Prints two paths, the near and the far namespace, for "nsenter --net=PATH". Runs until its standard input ends; the namespaces
have no names, so nothing is left once this and what runs in them are gone, however they ended.
"""
import collections
import ctypes
import fcntl
import gc
import os
import select
import struct
import subprocess
import sys
import time

TUNSETIFF, IFF_TUN, IFF_NO_PI, CLONE_NEWNET = 0x400454CA, 1, 0x1000, 0x40000000
LIBC = ctypes.CDLL(None, use_errno=True)
SPIN = 0.0002  # a sleep may end this much late


def ip(*words):
    subprocess.run(("ip",) + words, check=True, stdin=subprocess.DEVNULL)


def namespace():
    if LIBC.unshare(CLONE_NEWNET):
        code = ctypes.get_errno()
        raise OSError(code, "a network namespace: " + os.strerror(code))
    ip("link", "set", "lo", "up")
    return os.open("/proc/thread-self/ns/net", os.O_RDONLY)


def tun(lane, side):
    name = f"lane{lane}"
    fd = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(fd, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN | IFF_NO_PI))
    ip("addr", "add", f"198.18.{lane}.{side}/30", "dev", name)
    ip("link", "set", name, "up")
    return fd


class Lane:
    """One delay for all its packets, so they leave in the order they came."""

    def __init__(self, near, far, delay):
        self.other = {near: far, far: near}
        self.delay = delay
        self.queue = collections.deque()

    def take(self, fd):
        try:
            while True:
                packet = os.read(fd, 65536)
                self.queue.append((time.monotonic() + self.delay, self.other[fd], packet))
        except BlockingIOError:
            pass

    def deliver(self):
        queue = self.queue
        while queue and queue[0][0] <= time.monotonic():
            _, fd, packet = queue.popleft()
            try:
                os.write(fd, packet)
            except OSError:
                pass  # as a link does: the packet is lost


def carry(lanes):
    owners = {fd: lane for lane in lanes for fd in lane.other}
    stdin = sys.stdin.fileno()
    watched = [stdin, *owners]
    while True:
        due = min((lane.queue[0][0] for lane in lanes if lane.queue), default=None)
        wait = None if due is None else max(0.0, due - time.monotonic() - SPIN)
        for fd in select.select(watched, [], [], wait)[0]:
            if fd == stdin:
                if not os.read(stdin, 4096):
                    return
            else:
                owners[fd].take(fd)
        for lane in lanes:
            lane.deliver()


def main():
    rtts = [int(word) for word in sys.argv[1:]]
    near = namespace()
    near_ends = [tun(rtt, 1) for rtt in rtts]
    far = namespace()
    far_ends = [tun(rtt, 2) for rtt in rtts]
    lanes = [Lane(n, f, rtt / 2000) for n, f, rtt in zip(near_ends, far_ends, rtts)]
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))  # on time on a busy machine too
    except OSError:
        pass  # then what it costs shows in the measured round trip
    gc.disable()
    for fd in (near, far):
        print(f"/proc/{os.getpid()}/fd/{fd}", flush=True)
    carry(lanes)


main()
