import HandoverCLI

// The doorway: the command line's status is the process's.
#if canImport(Glibc)
  import Glibc
#endif

exit(await runHandover(Array(CommandLine.arguments.dropFirst())))
