package import TransferRules

/// The third step at the car, with the keys that a buyer should hold.
package func screenStep(_ keys: KeyCount?, in language: Language = .english) -> String {
  guard let keys else { return Word.stepScreen(language) }
  let accepted = keys.acceptedWords(language)
  let hold =
    keys.handedOver == 1
    ? Word.holdOneKey(language, ["accepted": accepted])
    : Word.holdKeys(language, ["count": String(keys.handedOver), "accepted": accepted])
  return "\(Word.stepScreen(language))  \(hold)"
}

extension KeyCount {
  /// What the car accepts, behind the number handed over; empty where it is the same number.
  package func acceptedWords(_ language: Language) -> String {
    guard let accepted else { return Word.keysUnread(language) }
    return accepted == handedOver ? "" : Word.keysOther(language, ["count": String(accepted)])
  }
}

extension ProtectedClaims.ECall {
  /// What was found on the emergency call.
  package var word: Word {
    switch self {
    case .ready: .ecallReady
    case .fault: .ecallFault
    case .notTestable: .ecallNotTestable
    case .notFitted: .ecallNotFitted
    }
  }
}

extension Word {
  /// The second step at the car for a platform, as the rule tables name it; nil for one without words of its own.
  package static func accountStep(_ platform: String) -> Word? {
    let camel = platform.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    return Word(rawValue: "stepAccount" + camel)
  }
}
