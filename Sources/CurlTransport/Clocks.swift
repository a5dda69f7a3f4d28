import Glibc

/// Seconds on a clock that never jumps and goes on while the machine sleeps: every duration here is measured by it.
func steadyClock() -> Double { seconds(CLOCK_BOOTTIME) }

/// Seconds since 1970, only to read a date in an answer that carries none of its own.
func wallClock() -> Double { seconds(CLOCK_REALTIME) }

private func seconds(_ clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000
}
