import BuyerWords
import PrintedCertificate
import Testing

/// Text from a certificate cannot become anything but text.
@Suite struct EscapingTests {
  /// The page of a car of this make and model, as JSON spells them.
  private func page(make: String, model: String = "X") throws -> String {
    let copy = try Copies.changed(
      "valid-clear", #""make":"Škoda","model":"Octavia""#, #""make":"\#(make)","model":"\#(model)""#)
    return try Copies.page(copy).html(in: .english)
  }

  @Test func tagsStayText() throws {
    let page = try page(make: "<script>alert(1)</script>", model: "</style><img src=x>")
    #expect(!page.contains("<script") && !page.contains("<img"))
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &lt;/style&gt;&lt;img src=x&gt;"))
  }

  @Test func quotesAndAmpersandsStayText() throws {
    let page = try page(make: #"\" onload=\"x"#, model: "' &lt; &#60;")
    #expect(page.contains("&quot; onload=&quot;x &#39; &amp;lt; &amp;#60;"))
  }

  @Test func aSignWithACombiningMarkIsStillASign() throws {
    // One character to a reader who goes by characters, and then not escaped.
    let page = try page(make: "\\\"\u{301}<\u{301}b>\u{301}&\u{301}x'\u{301}")
    #expect(page.contains("&quot;\u{301}&lt;\u{301}b&gt;\u{301}&amp;\u{301}x&#39;\u{301}"))
  }

  @Test func templatesInAValueStayText() throws {
    #expect(try page(make: "{{title}}", model: "{{{style}}}").contains("{{title}} {{{style}}}"))
  }

  @Test(arguments: ["\u{202E}ver", "a\u{200B}b", "a\u{1B}b", "a\u{2028}b", "\u{FEFF}x"])
  func whatCannotBeSeenIsNoMake(make: String) {
    #expect {
      try page(make: make)
    } throws: { ($0 as? PrintedCertificate.Refusal)?.code == "paper.malformed" }
  }
}
