public import TransferRules

/// What became of the trust list that a user gave: taken, refused for a reason, or not given at all.
public struct TrustDecision: Sendable {
  /// The list, when it can be used.
  public let list: TrustList?
  /// Why it cannot.
  public let refusal: CheckFailure?
  /// Whether the memory now holds something new that is to be kept.
  public let memoryChanged: Bool

  /// Reads a list and lets the memory decide about it.
  ///
  /// - Parameters:
  ///   - bytes: the list's file, nil when none was given.
  ///   - memory: what was seen before; nil checks without memory.
  public init(bytes: [UInt8]?, memory: inout VerifierMemory?) {
    guard let bytes else {
      (list, refusal, memoryChanged) = (nil, nil, false)
      return
    }
    do throws(CheckFailure) {
      let read = try TrustList(bytes: bytes)
      let changed = try memory?.accept(read) ?? false
      (list, refusal, memoryChanged) = (read, nil, changed)
    } catch { (list, refusal, memoryChanged) = (nil, error, false) }
  }
}

extension CertificateChecker {
  /// A checker that goes by such a decision.
  public init(
    _ decision: TrustDecision, tables: [RuleTable] = RuleTable.published, issuers: IssuerBag? = nil
  ) {
    self.init(trust: decision.list, tables: tables, trustRefusal: decision.refusal, issuers: issuers)
  }
}
