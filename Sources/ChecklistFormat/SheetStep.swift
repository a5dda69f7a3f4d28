package import HandoverModel

/// One thing a person does: where, what to look at afterwards, and what to keep of it.
package struct SheetStep: Hashable, Sendable {
  /// Stable: answers in a lot file and in the ledger name it.
  package var id: String
  package var when: StepTime
  package var does: StepDeed
  package var title: String
  /// The menu path, or how it is done.
  package var place: String
  /// The same for one make of the sheet, by folded make name (`foldedName`).
  package var placeByMake: [String: String]
  /// What to look at afterwards.
  package var look: String
  /// What to keep.
  package var evidence: String
  /// The layers an answer speaks about; empty for a gate or a note.
  package var layers: [Layer]
  /// The best group an answer may reach: `statedByTwo`, `statedWithEvidence` or `statedByOne`.
  package var reach: BuyerGroup
  /// Whether "this car cannot have it" is an allowed answer. Without it nobody may talk a layer away.
  package var mayBeMissing: Bool
  package var needs: Set<StepNeed>
  package var minutes: Int
  package var source: SheetSource
  /// The line of the sheet it begins on, for problems found later.
  package var line: Int

  package init(
    id: String, when: StepTime, does: StepDeed, title: String, place: String, placeByMake: [String: String] = [:],
    look: String, evidence: String, layers: [Layer], reach: BuyerGroup, mayBeMissing: Bool = false,
    needs: Set<StepNeed>, minutes: Int, source: SheetSource, line: Int = 1
  ) {
    self.id = id
    self.when = when
    self.does = does
    self.title = title
    self.place = place
    self.placeByMake = placeByMake
    self.look = look
    self.evidence = evidence
    self.layers = layers
    self.reach = reach
    self.mayBeMissing = mayBeMissing
    self.needs = needs
    self.minutes = minutes
    self.source = source
    self.line = line
  }

  /// The menu path as this make spells it, or the sheet's general one.
  package func place(for make: String?) -> String {
    make.flatMap { placeByMake[foldedName($0)] } ?? place
  }
}

/// Where in the handover a step belongs.
package enum StepTime: String, CaseIterable, Codable, Hashable, Sendable {
  /// With the previous owner there, signed in on the owner's own phone.
  case seller
  /// At the car, with all its keys.
  case car
  /// At the desk: papers, calls, our own systems.
  case office
  /// With the buyer.
  case delivery
}

/// Whether a step changes anything. Protected functions appear in `look` steps only (design rule 6).
package enum StepDeed: String, CaseIterable, Codable, Hashable, Sendable {
  case look
  case ask
  case end
}

/// What a step cannot be done without.
package enum StepNeed: String, CaseIterable, Codable, Hashable, Sendable {
  /// The previous owner, there and willing.
  case seller
  /// Proof of title, and a company that answers to it in writing.
  case title
  /// A second member of staff.
  case secondPerson = "second_person"
}
