package import CertificateChecking
package import Certification
import FoundationEssentials
import Glibc
import StrictFormats
package import TransferRules

/// The folder of one dealership: who it is, its keys and chain, its trust list, its ledger.
///
/// ```
/// dealer.json                        organisation, rooftop, issuer, status list, verifier page
/// keys/{root,rooftop,terminal,status,log,witness}.pem   private keys, readable by their owner only
/// keys/{log,witness}.pub                                 their public halves
/// chain/{root,rooftop,terminal,status}.der
/// trust/authority.pem  trust/authority.pub  trust/list.jws
/// status/list.jwt                    the status list that was published last
/// ledger.sqlite
/// unfinished.json                    while a run that ends something is under way
/// ```
package struct DealerHome: Sendable {
  /// The folder's path.
  package let path: String

  /// `--home`, or `$HANDOVER_HOME`, or the user's data folder.
  package init(_ given: String?, environment: [String: String]) throws {
    if let path = given ?? environment["HANDOVER_HOME"], !path.isEmpty {
      self.path = path
    } else if let data = environment["XDG_DATA_HOME"], !data.isEmpty {
      path = data + "/handover"
    } else if let home = environment["HOME"], !home.isEmpty {
      path = home + "/.local/share/handover"
    } else {
      throw Complaint(
        "home.unknown", "there is no folder for the dealership", hint: "give one with --home DIR", status: .usage)
    }
  }

  package var dealerFile: String { path + "/dealer.json" }
  package var ledgerFile: String { path + "/ledger.sqlite" }
  package var unfinishedFile: String { path + "/unfinished.json" }
  /// The transparency log, as it can be published; proofs lie in it too.
  package var logFolder: String { path + "/log" }
  package var trustList: String { path + "/trust/list.jws" }
  /// Where the next trust list waits for signatures.
  package var draft: String { path + "/trust/draft.jws" }
  package func key(_ role: KeyRole) -> String { stem(role) + ".pem" }
  /// Where the public half of a key lies that no certificate names.
  package func publicKey(_ role: KeyRole) -> String { stem(role) + ".pub" }
  package var statusToken: String { path + "/status/list.jwt" }
  package func certificate(_ name: String) -> String { "\(path)/chain/\(name).der" }

  /// Where certificates lie that were renewed since.
  package var formerCertificates: String { path + "/chain/former" }

  private func stem(_ role: KeyRole) -> String { "\(path)/\(role == .authority ? "trust" : "keys")/\(role.rawValue)" }

  /// Makes the folders that are missing, for the owner only.
  package func makeFolders() throws {
    for folder in [path, path + "/keys", path + "/chain", path + "/trust", path + "/status"] { try makeFolder(folder) }
  }

  private func makeFolder(_ folder: String) throws {
    let parts = folder.split(separator: "/", omittingEmptySubsequences: false)
    for count in 1...parts.count {
      let part = parts.prefix(count).joined(separator: "/")
      guard !part.isEmpty else { continue }
      guard mkdir(part, 0o700) == 0 || errno == EEXIST else {
        throw Complaint(
          "home.unusable", "\(part) could not be made: \(String(cString: strerror(errno)))", status: .unreadable)
      }
    }
  }

  /// Who the dealer is, as `setup` wrote it down.
  package func dealer() throws -> Dealer {
    let bytes: [UInt8]
    do { bytes = try SafeFile.read(dealerFile) } catch {
      throw Complaint(
        "home.no-dealer", "no dealership is set up in \(path)",
        hint: #"handover setup --organisation "Example Motors" --rooftop North --issuer https://north.example.example"#,
        status: .unreadable)
    }
    guard let dealer = Dealer(bytes) else {
      throw Complaint("home.dealer-malformed", "\(dealerFile) cannot be understood", status: .unreadable)
    }
    return dealer
  }

  /// The trust list a buyer of this dealership would be given.
  package func trust() throws -> TrustList {
    let bytes: [UInt8]
    do { bytes = try SafeFile.read(trustList) } catch {
      throw Complaint(
        "trust.missing", "there is no trust list in \(path)", hint: "handover trust new", status: .unreadable)
    }
    do { return try TrustList(bytes: bytes) } catch {
      throw Complaint(error.name, error.message, hint: error.hint, status: .failed)
    }
  }

  /// The desk that issues certificates with this terminal's key.
  package func certificateIssuer(table: RuleTable, keys: KeyRing) throws -> CertificateIssuer {
    let dealer = try dealer()
    guard let issuer = IssuerURI(dealer.issuer) else {
      throw Complaint("home.issuer", "\(dealer.issuer) is no issuer's address", status: .unreadable)
    }
    do {
      let key = try keys.signing(.terminal)
      let chain = try [certificate("terminal"), certificate("rooftop")].map { try SafeFile.read($0) }
      return CertificateIssuer(
        key: key, chain: chain, issuer: issuer, statusList: dealer.statusList, table: table,
        trust: try trust())
    } catch let problem as SafeFile.Problem {
      throw Complaint(
        problem.code, problem.reason, hint: problem.hint ?? "handover key new makes keys", status: .unreadable)
    }
  }
}

/// Who issues: what `dealer.json` holds.
package struct Dealer: Hashable, Sendable {
  /// The legal name, as it stands in the certificates of the chain.
  package var organisation: String
  /// The branch.
  package var rooftop: String
  /// The rooftop's HTTPS URI.
  package var issuer: String
  /// The URI of the status list, on a host that the issuer's root may speak for.
  package var statusList: String
  /// Where printed certificates say that a verifier page is found, as an HTTPS address; nil when the dealer names none.
  package var verifier: String?

  package init(organisation: String, rooftop: String, issuer: String, statusList: String, verifier: String? = nil) {
    self.organisation = organisation
    self.rooftop = rooftop
    self.issuer = issuer
    self.statusList = statusList
    self.verifier = verifier
  }

  /// A verifier's address from a host or an address as a person writes it.
  static func verifier(_ text: String) throws -> IssuerURI {
    guard let uri = IssuerURI(text.contains("://") ? text : "https://" + text) else {
      throw Complaint(
        "verifier.address", "'\(text)' is no address of a verifier page",
        hint: "an https host in lower case, no port, no query: check.association.example", status: .usage)
    }
    return uri
  }

  /// Reads `dealer.json`; nil when a member is missing.
  package init?(_ bytes: [UInt8]) {
    guard let value = try? StrictJSON.parse(bytes), let organisation = value["organisation"]?.string,
      let rooftop = value["rooftop"]?.string, let issuer = value["issuer"]?.string,
      let statusList = value["status_list"]?.string
    else { return nil }
    self.init(
      organisation: organisation, rooftop: rooftop, issuer: issuer, statusList: statusList,
      verifier: value["verifier"]?.string)
  }

  /// The bytes of `dealer.json`.
  package var bytes: [UInt8] {
    var members: [JSONValue.Member] = [
      .init("organisation", .string(organisation)), .init("rooftop", .string(rooftop)),
      .init("issuer", .string(issuer)),
      .init("status_list", .string(statusList)),
    ]
    if let verifier { members.append(.init("verifier", .string(verifier))) }
    return CanonicalJSON.bytes(.object(members)) + [UInt8(ascii: "\n")]
  }
}
