import ArgumentParser
import CertificateChecking
import Certification
import Foundation
import StrictFormats

extension KeyCommand {
  struct Issuers: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "issuers", abstract: "Write the public certificates that the check of a printed code needs.",
      discussion: """
        The first code of a paper names its signer's certificate and does not hold it; the second page does. Whoever has the \
        first code alone needs a file of signers' certificates: handover verify --issuers FILE, or dropped on the verifier \
        page. Nobody has to trust that file: what it holds must lead to the trust list.

        It holds this dealership's certificates, renewed ones too. Give it further certificates in DER, or the files that \
        other terminals made, to publish one for a whole group.

          handover key issuers --out issuers.json
          handover key issuers north/issuers.json south/issuers.json --out group.json
        """)

    @Argument(help: ArgumentHelp("Further certificates in DER, or files that this command made.", valueName: "file"))
    var files: [String] = []
    @Option(help: ArgumentHelp("Write here instead of stdout. An existing file is not overwritten.", valueName: "file"))
    var out: String?
    @OptionGroup var home: HomeOption

    func run() throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let all = try own(home.folder()) + files.flatMap(certificates)
      let text = IssuerBag.text(of: all)
      let bag: IssuerBag
      do { bag = try IssuerBag(bytes: text) } catch {
        throw Complaint(error.name, error.message, hint: "make a file for fewer terminals", status: .unreadable)
      }
      guard let out else {
        streams.raw(text)
        return
      }
      try SafeFile.create(text, at: out, mode: 0o644)
      streams.say("wrote \(out): \(bag.ders.count) certificates")
    }

    /// The certificates of this folder below its root, which a trust list brings, and those that were renewed.
    private func own(_ folder: DealerHome) throws -> [[UInt8]] {
      let present = KeyRole.ofChain.filter { $0 != .root }.map { folder.certificate($0.rawValue) }
      let former = (try? FileManager.default.contentsOfDirectory(atPath: folder.formerCertificates)) ?? []
      let renewed = former.filter { !$0.hasPrefix(KeyRole.root.rawValue) }.map { "\(folder.formerCertificates)/\($0)" }
      return try present.filter(SafeFile.exists).map { try SafeFile.read($0) } + renewed.map { try SafeFile.read($0) }
    }

    private func certificates(in path: String) throws -> [[UInt8]] {
      let bytes = try SafeFile.read(path)
      if PublicKey(ofCertificate: bytes) != nil { return [bytes] }
      do { return try IssuerBag(bytes: bytes).ders } catch {
        throw Complaint(
          "key.no-certificates", "\(path) holds no certificates that this program can read",
          hint: "give it certificates in DER, or files made by handover key issuers", status: .unreadable)
      }
    }
  }
}
