package import HandoverModel

/// What a person does for one platform, in the order of work, and what to look at afterwards (design, sections 3 and 4, rule 11).
///
/// A sheet is data: it never ends anything and never names an outcome. Every fact in it carries its source, and a fact
/// that nobody confirmed says so.
package struct Sheet: Hashable, Sendable {
  /// The platform's id in the published rule table.
  package var id: String
  package var title: String
  /// `2026-11`, or `2026-11.2` for a later edition of the same month.
  package var version: String
  /// Which cars it is for; empty for a sheet that is for any car: the generic one, and those chosen by name only.
  package var makes: [SheetMake]
  /// Words a lot file may give for the head unit or the service: `mib3`, `pivi`.
  package var hints: [String]
  /// What a buyer does in the maker's app, step 2 of the validation report.
  package var buyerStep: String
  /// What the sheet can and cannot bring about, for every situation.
  package var best: [SheetSituation: String]
  package var traps: [SheetTrap]
  /// Layers this platform cannot have at all.
  package var cannotHave: [SheetAbsence]
  /// What ends, or outlives, something else (design rule 12).
  package var ties: [SheetTie]
  package var steps: [SheetStep]

  package init(
    id: String, title: String, version: String, makes: [SheetMake], hints: [String], buyerStep: String,
    best: [SheetSituation: String], traps: [SheetTrap], cannotHave: [SheetAbsence], ties: [SheetTie],
    steps: [SheetStep]
  ) {
    self.id = id
    self.title = title
    self.version = version
    self.makes = makes
    self.hints = hints
    self.buyerStep = buyerStep
    self.best = best
    self.traps = traps
    self.cannotHave = cannotHave
    self.ties = ties
    self.steps = steps
  }

  /// The step of this id. The same id means the same work on every sheet.
  package func step(_ id: String) -> SheetStep? { steps.first { $0.id == id } }

  /// The steps whose answers speak about a layer, in the order of work.
  package func steps(for layer: Layer) -> [SheetStep] { steps.filter { $0.layers.contains(layer) } }
}

/// A make the sheet serves, and the model years it serves it for, both ends included; nil is open.
package struct SheetMake: Hashable, Sendable {
  package var name: String
  package var from: Int?
  package var to: Int?

  package init(name: String, from: Int? = nil, to: Int? = nil) {
    self.name = name
    self.from = from
    self.to = to
  }
}

/// A fact's origin: who says so and when it was read.
package struct SheetSource: Hashable, Sendable {
  package var text: String
  /// `2026-11`.
  package var seen: String
  /// False when no source confirms it for every car the sheet serves.
  package var confirmed: Bool

  package init(text: String, seen: String, confirmed: Bool) {
    self.text = text
    self.seen = seen
    self.confirmed = confirmed
  }
}

/// Something that goes wrong when it is not known beforehand.
package struct SheetTrap: Hashable, Sendable {
  package var text: String
  package var source: SheetSource

  package init(text: String, source: SheetSource) {
    self.text = text
    self.source = source
  }
}

/// A layer the platform cannot have. Only a confirmed one may stand for `none_possible`.
package struct SheetAbsence: Hashable, Sendable {
  package var layer: Layer
  package var reason: String
  package var source: SheetSource

  package init(layer: Layer, reason: String, source: SheetSource) {
    self.layer = layer
    self.reason = reason
    self.source = source
  }
}

/// Whether a layer ends together with another (`dies_with`) or goes on without it (`outlives`).
package struct SheetTie: Hashable, Sendable {
  package var parent: Layer
  /// The adapter's provider and object kind whose verified end is the cause, where the sheet names one.
  package var provider: ProviderID?
  package var kind: String?
  package var dependent: Layer
  /// True for `dies_with`, false for `outlives`.
  package var ends: Bool
  package var reason: String
  package var source: SheetSource

  package init(
    parent: Layer, provider: ProviderID? = nil, kind: String? = nil, dependent: Layer, ends: Bool, reason: String,
    source: SheetSource
  ) {
    self.parent = parent
    self.provider = provider
    self.kind = kind
    self.dependent = dependent
    self.ends = ends
    self.reason = reason
    self.source = source
  }
}
