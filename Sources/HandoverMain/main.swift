import CHeap
import HandoverCLI

// The doorway: the command line's status is the process's.
#if canImport(Glibc)
  import Glibc
#endif

// What is made on one thread of a run is mostly let go on another; with a heap for each thread a lot of 8,000 cars took a
// fifth more memory (measured, November 2026).
cheap_keep_small()

exit(await runHandover(Array(CommandLine.arguments.dropFirst())))
