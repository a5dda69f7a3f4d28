import ArgumentParser

/// Where the passphrase of encrypted keys comes from. Never from the command line or the environment, which other users and
/// other programs can read.
struct PassphraseOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Read the passphrase of encrypted keys from an open file descriptor.",
      discussion: "Its first line. Without it and without a file you are asked at the terminal.", valueName: "number"))
  var passphraseFd: Int32?

  @Option(help: ArgumentHelp("Read it from a file that only you can read.", valueName: "file"))
  var passphraseFile: String?

  func validate() throws {
    if passphraseFd != nil && passphraseFile != nil {
      throw ValidationError("--passphrase-fd and --passphrase-file do not go together")
    }
    if let passphraseFd, passphraseFd < 0 { throw ValidationError("--passphrase-fd is a number from 0 on") }
  }

  /// The source for one command; what was typed once is not asked again.
  func source(_ streams: Streams) -> PassphraseSource {
    if let passphraseFd { return PassphraseSource(.descriptor(passphraseFd), streams: streams) }
    if let passphraseFile { return PassphraseSource(.file(passphraseFile), streams: streams) }
    return PassphraseSource(.terminal, streams: streams)
  }
}
