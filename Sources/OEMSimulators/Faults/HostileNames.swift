/// Names as an attacker, or a careless person, gives them (C4).
package enum HostileNames {
  /// The names. None contains a real person's.
  package static let all: [String] = [
    "\u{1B}[2J\u{1B}[31mCLEAR\u{1B}[0m", "Eva\r\nSet-Cookie: a=b", "\u{202E}raelC tsuj\u{202C}",
    "Jan\u{200B}\u{FEFF}\u{200D}Horak",
    String(repeating: "A", count: 65_536), "nul\u{0}byte", "=cmd|'/C calc'!A0", "@SUM(1+1)", "../../../etc/passwd",
    "<script>alert(1)</script>", "a\"b\\c,d;e\tf", "Z\u{0301}\u{0302}\u{0303}\u{0304}\u{0305}algo", "",
  ]

  /// The name of an access: its own, or a hostile one that it then always has.
  static func name(_ own: String, of access: String, plan: FaultPlan) -> String {
    plan.happens(.hostileName, to: access) ? plan.chance.pick(all, "hostile", access) : own
  }
}
