import ArgumentParser
import CertificateChecking
import Certification
import Foundation
import StrictFormats

/// Changes to keys that are there.
extension KeyCommand {
  struct Renew: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "renew", abstract: "Make a new key and certificate in place of one that runs out.",
      discussion: """
        terminal needs keys/rooftop.pem for as long as it takes; status and rooftop need keys/root.pem. A new rooftop \
        authority comes with a new terminal below it. What was signed before stays valid, so the old and the new certificate \
        may overlap: renew from thirty days before the end on. The old certificate is kept in chain/former; the old private \
        key is not.
        """)

    @Argument(help: ArgumentHelp("terminal, status or rooftop.", valueName: "role")) var role: RoleName
    @OptionGroup var home: HomeOption
    @OptionGroup var passphrase: PassphraseOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let folder = try home.folder()
      let renewal = KeyRenewal(keys: KeyRing(folder, passphrase.source(streams)))
      if try renewal.finish() {
        output.write(
          ["made": [], "finished_earlier": true], ["finished the renewal that was cut off before"], to: streams)
        return
      }
      let roles = try renewal.renew(role.role, for: try folder.dealer(), at: Date())
      try output.write(
        ["made": folder.keysJSON(roles), "finished_earlier": false],
        ["made " + roles.map(folder.key).joined(separator: ", ")], to: streams)
      streams.say("next: handover key show")
    }
  }

  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "import", abstract: "Take a key made elsewhere for one role. Overwrites nothing.",
      discussion: """
        Reads PKCS#8 in PEM as openssl writes it. Root, rooftop, terminal and status come with the certificate that names \
        them. A key that serves another role here is refused. An encrypted key stays encrypted, with the same passphrase.

          handover key import terminal --from new.pem --certificate new.der
        """)

    @Argument(help: ArgumentHelp("root, rooftop, terminal, status, authority, log or witness.", valueName: "role"))
    var role: RoleName
    @Option(help: ArgumentHelp("The private key, readable by you only.", valueName: "key.pem")) var from: String
    @Option(help: ArgumentHelp("The certificate that names it, DER.", valueName: "file")) var certificate: String?
    @OptionGroup var home: HomeOption
    @OptionGroup var passphrase: PassphraseOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard role.role.hasCertificate == (certificate != nil) else {
        throw ValidationError("--certificate goes with root, rooftop, terminal and status, and with no other role")
      }
    }

    func run() throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let folder = try home.folder()
      try folder.makeFolders()
      let keys = KeyRing(folder, passphrase.source(streams))
      let key = try keys.passphrases.open(from)
      let isEncrypted = try KeyFile(reading: from).isEncrypted
      var der: [UInt8]?
      if let certificate {
        let bytes = try SafeFile.read(certificate)
        guard PublicKey(ofCertificate: bytes) == key.publicKey else {
          throw Complaint(
            "key.other-certificate", "\(certificate) does not name the key in \(from)",
            hint: "give the certificate that was made for this key: --certificate FILE", status: .unreadable)
        }
        der = bytes
      }
      for path in [folder.key(role.role), folder.certificate(role.role.rawValue)] where SafeFile.exists(path) {
        throw Complaint(
          "key.exists", "\(path) is already there, and a key is never overwritten",
          hint: "move it away first if it is no longer used, or take another folder with --home", status: .usage)
      }
      try keys.store(key, as: role.role, passphrase: isEncrypted ? keys.passphrases.used : nil)
      if let der { try SafeFile.create(der, at: folder.certificate(role.role.rawValue), mode: 0o644) }
      try output.write(["made": folder.keysJSON([role.role])], ["made \(folder.key(role.role))"], to: streams)
      if let next = next(folder) { streams.say("next: \(next)") }
    }

    /// What a key needs that does not come with a certificate.
    private func next(_ folder: DealerHome) -> String? {
      switch role.role {
      case .log where !SafeFile.exists(folder.logFolder):
        "handover log init --unused-key, when this key has signed no log yet"
      case .witness: "handover log cosign --log FOLDER --key \(folder.key(.witness)) --name NAME --log-key KEY"
      default: nil
      }
    }
  }

  struct Encrypt: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "encrypt", abstract: "Encrypt private keys that lie there open, or too weakly encrypted.",
      discussion: """
        PKCS#8 with scrypt and AES-256, which openssl pkey reads too. Each file is replaced whole or not at all. What the \
        disk held before may be found on it for a while, and in backups.
        """)

    @Argument(help: ArgumentHelp("Key files. Without any: all open ones of the folder.", valueName: "file"))
    var files: [String] = []
    @OptionGroup var home: HomeOption
    @OptionGroup var passphrase: PassphraseOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let folder = try home.folder()
      let source = passphrase.source(streams)
      let all = try files.isEmpty ? open(in: folder) : files
      let keys = try all.map { (path: $0, key: try source.open($0)) }
      guard !keys.isEmpty else {
        streams.say("nothing to encrypt: every key in \(folder.path) is encrypted")
        output.write(["encrypted": []], [], to: streams)
        return
      }
      guard let passphrase = try source.forNewFiles() else {
        throw Complaint(
          "key.passphrase-needed", "no passphrase was given", hint: "--passphrase-fd NUMBER or --passphrase-file FILE",
          status: .usage)
      }
      for (path, key) in keys {
        try KeyFile.replace(key, at: path, passphrase: passphrase)
        if !output.json { streams.result("encrypted \(path)") }
      }
      output.write(["encrypted": .texts(keys.map(\.path))], [], to: streams)
    }

    private func open(in folder: DealerHome) throws -> [String] {
      let there = KeyRole.allCases.map(folder.key).filter(SafeFile.exists)
      guard !there.isEmpty else {
        throw Complaint(
          "key.none", "there are no private keys in \(folder.path)",
          hint: "name the folder with --home, or the key files themselves", status: .unreadable)
      }
      return try there.filter { try !KeyFile(reading: $0).isEncrypted }
    }
  }

  struct Decrypt: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "decrypt", abstract: "Store private keys open again, for machines that start alone.")

    @Argument(help: ArgumentHelp("Key files.", valueName: "file")) var files: [String]
    @OptionGroup var passphrase: PassphraseOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let source = passphrase.source(streams)
      let keys = try files.map { path in
        (path: path, wasOpen: try !KeyFile(reading: path).isEncrypted, key: try source.open(path))
      }
      for one in keys {
        if !one.wasOpen { try KeyFile.replace(one.key, at: one.path, passphrase: nil) }
        if !output.json { streams.result(one.wasOpen ? "not encrypted: \(one.path)" : "decrypted \(one.path)") }
      }
      output.write(
        [
          "decrypted": .texts(keys.filter { !$0.wasOpen }.map(\.path)),
          "not_encrypted": .texts(keys.filter(\.wasOpen).map(\.path)),
        ], [], to: streams)
      streams.say("handover: warning: the private keys are stored unencrypted; keep this folder on an encrypted disk")
    }
  }
}

extension DealerHome {
  /// Keys that were made, for programs: where they lie, and by which names others know them. Nothing of the keys themselves.
  func keysJSON(_ roles: [KeyRole]) throws -> JSONValue {
    .array(
      try roles.map { role in
        guard role.hasCertificate else {
          return ["role": .string(role.rawValue), "file": .string(key(role)), "public": .string(publicKey(role))]
        }
        let file = certificate(role.rawValue)
        let named = try CertificateSummary(der: try SafeFile.read(file))
        return [
          "role": .string(role.rawValue), "file": .string(key(role)), "certificate": .string(file),
          "x5t#S256": .string(named.thumbprint), "not_after": .string(UTC.instant(named.notAfter)),
        ]
      })
  }
}

/// A role as it is typed.
struct RoleName: ExpressibleByArgument {
  var role: KeyRole

  init?(argument: String) {
    guard let role = KeyRole(rawValue: argument) else { return nil }
    self.role = role
  }
}
