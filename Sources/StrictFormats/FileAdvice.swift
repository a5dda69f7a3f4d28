#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a person does next where the system refuses a file.
package enum FileAdvice {
  /// Advice for an error number of the system (errno(3)).
  package static func after(_ error: Int32) -> String {
    switch error {
    case ENOENT: "check the name: nothing of this name lies there"
    case EACCES, EPERM: "look with ls -l whose it is, and who may use it and its folder"
    case EISDIR: "give the name of a file, not of a folder"
    case ENOTDIR: "check the name: a part of it before the last is no folder"
    case ELOOP: "give the file itself, not a link to it"
    case ENOSPC, EDQUOT: "make room on the disk, then run the same command again"
    case EROFS: "nothing can be written on that disk: give another place"
    default: "see to the file and its disk, then run the same command again"
    }
  }
}
