import BuyerWords
import Certification
import HandoverModel
import QRCode
import StrictFormats
import TransferRules

/// What the template puts in its places: the words of the language, and the values of one certificate.
struct PaperContent {
  let paper: PrintedCertificate
  let language: Language

  private var payload: CertificatePayload { paper.payload }
  private var handover: HandoverClaims { payload.handover }
  private var time: PaperTime { PaperTime(language: language) }
  private var pages: Int { hasSecondPage ? 2 : 1 }
  private var hasSecondPage: Bool { !paper.parts.isEmpty || !paper.codes.leftOut.isEmpty }

  var values: [String: Any] {
    let verdict = PaperVerdict(handover: handover, recomputed: paper.recomputed, language: language)
    let rows = PaperRows(handover: handover, table: paper.table, language: language)
    var values: [String: Any] = [
      "lang": language.rawValue, "policy": PrintedCertificate.policy, "style": Templates.style,
      "w": Dictionary(uniqueKeysWithValues: Word.allCases.map { ($0.rawValue, $0(language)) }),
      "title": verdict.title, "tone": verdict.tone, "meaning": verdict.meaning,
      "specimen": paper.recomputed.verdict == .void, "marks": marks,
      "vin": payload.vehicle.vin.text, "groups": vinGroups, "vinRead": vinRead, "car": car,
      "dealer": PlainText.shown(paper.dealer), "steps": steps, "rows": rows.layers, "protected": rows.protected,
      "left": rows.left + [row(.labelWithheld, Word.withheldPrivate(language))], "number": payload.id, "checks": checks,
      "origin": origin, "second": hasSecondPage,
      "code": square(paper.first, side: PrintedCertificate.firstSide),
      "codeAlt": Word.codeAlt(language, ["vin": payload.vehicle.vin.text]), "pageOne": page(1), "pageTwo": page(2),
      "handoverOn": Word.handoverOn(language, ["when": time.day(handover.date)]),
      "tableNote": Word.tableNote(language, ["when": time.minute(handover.checkedAt)]),
    ]
    if let name = verdict.name { values["verdict"] = name }
    let voices = voices(handover.layers, in: language)
    if !voices.isEmpty && handover.kind != .withdrawal { values["voices"] = voices }
    return values.merging(secondPage) { $1 }
  }

  /// Where the mark of a specimen stands, all over the page: drawn as lines, so that no copier takes them for a shade.
  private var marks: [[String: String]] {
    // In units of the drawing, which are about millimetres; a letter is some eleven wide.
    let width = 11 * Word.specimenMark(language).count + 14
    return stride(from: 20, to: 380, by: 36).enumerated().flatMap { row, y in
      stride(from: -60 - row % 2 * width / 2, to: 190, by: width).map { x in ["x": String(x), "y": String(y)] }
    }
  }

  private var vinGroups: [String] {
    let text = payload.vehicle.vin.text
    return [String(text.prefix(3)), String(text.dropFirst(3).prefix(6)), String(text.suffix(8))]
  }

  private var vinRead: String {
    switch payload.vehicle.vinRead {
    case .car: Word.vinFromCar(language)
    case .scanned: Word.vinScanned(language)
    case .typed: Word.vinTyped(language)
    }
  }

  private var car: String {
    let vehicle = payload.vehicle
    var parts = [PlainText.shown(vehicle.make)]
    if vehicle.model != "unknown" { parts.append(PlainText.shown(vehicle.model)) }
    if let year = vehicle.modelYear { parts.append(String(year)) }
    let reading = vehicle.odometer.map { "\(time.number($0.value)) \($0.unit)" }
    let odometer = reading.map { ", " + Word.odometer(language, ["reading": $0]) } ?? ""
    return parts.joined(separator: " ") + odometer
  }

  private var steps: [String] {
    let account = Word.accountStep(handover.platform) ?? .stepAccount
    return [
      Word.stepVIN(language, ["vin": payload.vehicle.vin.text, "same": ""]), account(language),
      screenStep(handover.keys, in: language),
    ]
  }

  private var checks: [String] {
    let host = paper.verifier.map { Word.checkWhereHost(language, ["host": $0.text]) }
    return [
      Word.checkUnsigned(language), host ?? Word.checkWhere(language), Word.checkScan(language),
      Word.checkTrust(language),
    ]
  }

  private var origin: [PaperRows.Row] {
    let codes = paper.codes
    let dated: Word =
      codes.carried.contains(.logProof)
      ? .datedProofCarried : codes.leftOut.contains(.logProof) ? .datedProofLeftOut : .datedOwnClock
    let takenBack: Word = codes.carried.contains(.statusToken) ? .takenBackCarried : .takenBackUnknown
    return [
      row(.labelIssuedBy, "\(PlainText.shown(paper.dealer)), \(PlainText.shown(payload.issuer, limit: 200))"),
      row(.labelDated, dated(language, ["when": time.minute(payload.issuedAt)])),
      row(.labelTakenBack, takenBack(language)),
    ] + earlier
  }

  private var earlier: [PaperRows.Row] {
    if let supplements = payload.supplements {
      return [row(.labelEarlier, Word.earlierSupplemented(language, ["number": supplements.id]))]
    }
    guard let supersedes = payload.supersedes else { return [] }
    let word: Word = handover.kind == .withdrawal ? .earlierWithdrawn : .earlierReplaced
    return [row(.labelEarlier, word(language, ["number": supersedes.id]))]
  }

  private func row(_ label: Word, _ text: String) -> PaperRows.Row { ["how": label(language), "what": text] }

  private func page(_ number: Int) -> String {
    Word.pageOf(language, ["page": String(number), "pages": String(pages)])
  }
}

extension PaperContent {
  /// The squares of the second page, what they carry, and what did not fit.
  private var secondPage: [String: Any] {
    let codes = paper.codes
    let whole = codes.leftOut.isEmpty
    let carried = codes.carried.map { $0.carriedWord(language) }.joined(separator: "; ")
    return [
      "intro": (whole ? Word.page2Intro : .page2IntroPart)(language),
      "carries": carried.isEmpty ? "" : Word.page2Carries(language, ["what": carried]),
      "missing": codes.leftOut.map { $0.missingWord(language) },
      "codes": paper.parts.enumerated().map { place, code in
        let words: KeyValuePairs = ["place": String(place + 1), "number": String(paper.parts.count)]
        let more = ["alt": Word.partAlt(language, words), "caption": Word.partCaption(language, words)]
        return square(code, side: PrintedCertificate.partSide).merging(more) { $1 }
      },
    ]
  }

  /// A square so large that its modules without the quiet zone fill `side` millimetres.
  private func square(_ code: QRCode, side: Double) -> [String: String] {
    let tenths = (side * Double(code.side) / Double(code.width) * 10).rounded(.up)
    return ["side": String(code.side), "size": String(tenths / 10), "path": code.path]
  }
}

extension PaperCodes.Attachment {
  fileprivate var carriedWord: Word {
    switch self {
    case .chain: .carriesChain
    case .logProof: .carriesProof
    case .statusToken: .carriesStatus
    }
  }

  fileprivate var missingWord: Word {
    switch self {
    case .chain: .missingChain
    case .logProof: .missingProof
    case .statusToken: .missingStatus
    }
  }
}
