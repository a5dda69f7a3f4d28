import Mustache

/// Makes text safe to stand anywhere in the page, between tags and in double-quoted attributes.
///
/// The library's own escaping goes by characters as people see them: a quote with a combining mark behind it is one other
/// character to it and stays as it is (swift-mustache 2.1.1, String.htmlEscape), and would end an attribute. This one goes
/// by code points. What cannot be seen, or turns the direction of writing, never gets here: `PlainText` spells it out.
struct PaperEscaping: MustacheContentType {
  func escapeText(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "&": out += "&amp;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}

extension MustacheTemplate {
  /// The page. It names its escaping itself, in its first line.
  static let page = Result<MustacheTemplate, any Swift.Error> {
    MustacheContentTypes.register(PaperEscaping(), named: "PAPER")
    return try MustacheTemplate(string: Templates.page)
  }
}
