import FoundationEssentials

/// One signed text as files for the programs that verify signatures as whole processes: each with a P-256 key of its own
/// where it can have one, and the same bytes to verify.
final class StartPeers {
  let folder = temporary("peers")
  private let text: String

  /// - Parameter text: the file whose bytes are signed.
  init(text: String) throws {
    self.text = text
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try makeCMS()
    try makeOpenPGP()
    try makeMinisign()
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// A detached CMS signature, and the signer's certificate below a root: what a verifier of documents does at least.
  var cms: [String] {
    [
      "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", folder + "/signed.cms", "-content", text,
      "-CAfile", folder + "/root.pem", "-purpose", "any", "-out", "/dev/null",
    ]
  }

  /// One signature by a key of a keyring, without a web of trust.
  var openPGP: [String] { ["gpgv", "--keyring", folder + "/ring.gpg", folder + "/signed.sig", text] }

  /// One Ed25519 signature by a key given as a file: nothing smaller can be done.
  var minisign: [String] {
    ["minisign", "-V", "-q", "-p", folder + "/mini.pub", "-x", folder + "/signed.minisig", "-m", text]
  }

  private func makeCMS() throws {
    func key(_ name: String) throws {
      _ = try Child.run([
        "openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out",
        "\(folder)/\(name).key",
      ])
    }
    try key("root")
    try key("leaf")
    let root = "\(folder)/root.pem"
    _ = try Child.run([
      "openssl", "req", "-x509", "-new", "-key", folder + "/root.key", "-subj", "/O=Bench/CN=Root", "-days", "30",
      "-out",
      root,
    ])
    _ = try Child.run([
      "openssl", "req", "-new", "-key", folder + "/leaf.key", "-subj", "/O=Bench/CN=Leaf", "-out", folder + "/leaf.csr",
    ])
    _ = try Child.run([
      "openssl", "x509", "-req", "-in", folder + "/leaf.csr", "-CA", root, "-CAkey", folder + "/root.key",
      "-CAcreateserial", "-days", "30", "-out", folder + "/leaf.pem",
    ])
    _ = try Child.run([
      "openssl", "cms", "-sign", "-binary", "-md", "sha256", "-signer", folder + "/leaf.pem", "-inkey",
      folder + "/leaf.key", "-outform", "DER", "-in", text, "-out", folder + "/signed.cms",
    ])
  }

  private func makeOpenPGP() throws {
    let home = ["GNUPGHOME": folder + "/gpg"]
    try FileManager.default.createDirectory(
      atPath: folder + "/gpg", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let gpg = ["gpg", "--batch", "--quiet", "--passphrase", ""]
    _ = try Child.run(gpg + ["--quick-generate-key", "bench@example.com", "nistp256", "sign"], environment: home)
    _ = try Child.run(gpg + ["--output", folder + "/ring.gpg", "--export"], environment: home)
    _ = try Child.run(gpg + ["--output", folder + "/signed.sig", "--detach-sign", text], environment: home)
    // gpg leaves its agent running, which ends when asked to.
    _ = try Child.run(["gpgconf", "--kill", "gpg-agent"], environment: home)
  }

  private func makeMinisign() throws {
    _ = try Child.run(["minisign", "-G", "-W", "-p", folder + "/mini.pub", "-s", folder + "/mini.key"])
    _ = try Child.run([
      "minisign", "-S", "-s", folder + "/mini.key", "-x", folder + "/signed.minisig", "-m", text,
    ])
  }
}
