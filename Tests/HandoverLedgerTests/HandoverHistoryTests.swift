import HandoverLedger
import HandoverModel
import Testing

@Suite struct HandoverHistoryTests {
  @Test func aHandoverKeepsItsEventsInOrderAcrossReopening() async throws {
    let place = try TemporaryLedger()
    let ledger = try place.create()
    let opened = try await ledger.openHandover(1)
    let written = try await ledger.append([seen(opened.id, 1), seen(opened.id, 2)])
    #expect(written.map(\.number) == [2, 3])
    ledger.close()

    let again = try place.open()
    let events = try await again.events(of: opened.id)
    #expect(events.map(\.number) == [1, 2, 3])
    #expect(events.map(\.kind) == ["handover.opened", "access.seen", "access.seen"])
    #expect(events.map(\.body) == [body(1), body(1), body(2)])
    #expect(Array(events.dropFirst()) == written)
    #expect(events[2].at == moment(2))
    #expect(try await again.record(of: opened.id)?.head == events[2].digest)
    #expect(try await again.append([seen(opened.id, 3)]).first?.previous == events[2].digest)
    #expect(try await again.audit().isSound)
  }

  @Test func twoHistoriesDoNotMix() async throws {
    let ledger = try TemporaryLedger().create()
    let one = try await ledger.openHandover(1).id
    let two = try await ledger.openHandover(2).id
    for number in 1...20 { _ = try await ledger.append([seen(one, number), seen(two, number), seen(one, number)]) }
    #expect(try await ledger.events(of: one).map(\.number) == Array(1...41))
    #expect(try await ledger.events(of: two).map(\.number) == Array(1...21))
    #expect(try await ledger.head().events == 62)
  }

  @Test func manyWhoOpenOneVINGetOneHandover() async throws {
    let ledger = try TemporaryLedger().create()
    let ids = try await withThrowingTaskGroup(of: HandoverID.self) { group in
      for _ in 0..<40 { group.addTask { try await ledger.openHandover(7).id } }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(ids.count == 1)
    #expect(try await ledger.handovers().records.count == 1)
  }

  @Test func aDeliveredHandoverIsFoundAndAClosedOneIsNot() async throws {
    let ledger = try TemporaryLedger().create()
    let first = try await ledger.openHandover(1)
    let delivered = try await ledger.mark(first.id, as: .delivered, at: moment(5), body: body(5))
    #expect(delivered.kind == "delivered" && delivered.number == 2)
    let found = try await ledger.openHandover(1)
    #expect(found.id == first.id && found.state == .delivered && found.events == 2)
    _ = try await ledger.mark(first.id, as: .closed, at: moment(6), body: body(6))
    let second = try await ledger.openHandover(1)
    #expect(second.id != first.id && second.state == .open)
    #expect(try await ledger.handover(vin: testVIN(1))?.id == second.id)
    #expect(try await ledger.audit().isSound)
  }

  @Test func aHandoverNeverGoesBack() async throws {
    let ledger = try TemporaryLedger().create()
    let id = try await ledger.openHandover(1).id
    _ = try await ledger.mark(id, as: .closed, at: moment(), body: body(0))
    for state in HandoverState.allCases {
      #expect(await code { _ = try await ledger.mark(id, as: state, at: moment(), body: body(0)) } == "ledger.state")
    }
    #expect(try await ledger.record(of: id)?.events == 2)
  }

  @Test func whatWasQueuedComesBeforeWhatIsAppendedLater() async throws {
    let ledger = try TemporaryLedger().create()
    let id = try await ledger.openHandover(1).id
    for number in stride(from: 0, to: 60, by: 3) {
      ledger.enqueue([seen(id, number)])
      ledger.enqueue([seen(id, number + 1)])
      _ = try await ledger.append([seen(id, number + 2)])
    }
    #expect(try await ledger.events(of: id).dropFirst().map(\.body) == (0..<60).map(body))
  }

  @Test func whatWasQueuedIsDurableAfterFlushAndAfterClose() async throws {
    let place = try TemporaryLedger()
    let ledger = try place.create()
    let id = try await ledger.openHandover(1).id
    ledger.enqueue([seen(id, 1)])
    try await ledger.flush()
    #expect(try await ledger.record(of: id)?.events == 2)
    ledger.enqueue([seen(id, 2)])
    ledger.close()
    #expect(try await place.open().record(of: id)?.events == 3)
  }

  @Test func oneRefusedCallDisturbsNobody() async throws {
    let ledger = try TemporaryLedger().create()
    let id = try await ledger.openHandover(1).id
    let stranger = try #require(HandoverID(rawValue: "h" + String(repeating: "A", count: 22)))
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<20 {
        group.addTask { _ = try? await ledger.append([seen(id, number)]) }
        group.addTask {
          let refused = await code { _ = try await ledger.append([seen(id, number), seen(stranger, number)]) }
          #expect(refused == "ledger.unknown-handover")
        }
      }
    }
    #expect(try await ledger.record(of: id)?.events == 21)
    #expect(try await ledger.audit().isSound)
  }

  @Test(arguments: ["", "delivered", "closed", "open", "Upper", "sp ace", "é", String(repeating: "a", count: 65)])
  func anEventKindThatIsNoneIsRefused(kind: String) async throws {
    let ledger = try TemporaryLedger().create()
    let id = try await ledger.openHandover(1).id
    let event = NewEvent(handover: id, kind: kind, at: moment(), body: body(1))
    #expect(await code { _ = try await ledger.append([event]) } == "ledger.event")
  }

  @Test(arguments: ["", "{", "[]", "{\n}", #"{"a":"\#u{7}"}"#])
  func aBodyThatIsNotOneObjectOnOneLineIsRefused(text: String) async throws {
    let ledger = try TemporaryLedger().create()
    let id = try await ledger.openHandover(1).id
    let event = NewEvent(handover: id, kind: "note", at: moment(), body: Array(text.utf8))
    #expect(await code { _ = try await ledger.append([event]) } == "ledger.event")
  }

  @Test func aLongListComesInPartsWithoutGapsOrDoubles() async throws {
    let ledger = try TemporaryLedger().create()
    for number in (0..<25).reversed() {
      let at = moment(Double(number / 3))
      let id = try await ledger.openHandover(for: testVIN(number), at: at, first: [("handover.opened", body(1))]).record
        .id
      if number % 4 == 0 { _ = try await ledger.mark(id, as: .closed, at: at, body: body(2)) }
    }
    for (order, state, count) in [
      (HandoverOrder.vin, HandoverState?.none, 25), (.openedAt, nil, 25), (.vin, .closed, 7),
      (.openedAt, .open, 18),
    ] {
      var all: [HandoverRecord] = []
      var cursor: HandoverCursor?
      repeat {
        let page = try await ledger.handovers(after: cursor, by: order, state: state, limit: 4)
        all += page.records
        cursor = page.next
      } while cursor != nil
      #expect(all.count == count && Set(all.map(\.id)).count == count)
      #expect(state == nil || all.allSatisfy { $0.state == state })
      switch order {
      case .vin: #expect(all.map(\.vin) == all.map(\.vin).sorted())
      case .openedAt: #expect(all.map(\.openedAt) == all.map(\.openedAt).sorted())
      }
    }
  }

  @Test func aHistoryHoldsWhatWasQueuedBefore() async throws {
    let ledger = try TemporaryLedger().create()
    let one = try await ledger.openHandover(1).id
    let two = try await ledger.openHandover(2).id
    for count in 1...40 {
      ledger.enqueue([seen(one, count), seen(two, count)])
      let history = try await ledger.latest(1)
      #expect(history.record.id == one)
      #expect(history.events.count == count + 1)
      #expect(history.record.head == history.events.last?.digest)
    }
  }

  @Test func theLatestHandoverIsFoundClosedOrNotAndOnlyWhereThereIsNoneOneIsOpened() async throws {
    let ledger = try TemporaryLedger().create()
    let opened = try await ledger.latest(1)
    #expect(opened.record.state == .open && opened.events.count == 1)
    #expect(try await ledger.latest(1) == opened)
    _ = try await ledger.mark(opened.record.id, as: .closed, at: moment(2), body: Array("{}".utf8))
    let closed = try await ledger.latest(1)
    #expect(closed.record.id == opened.record.id && closed.record.state == .closed)
    let next = try await ledger.openHandover(1).id
    #expect(next != opened.record.id)
    #expect(try await ledger.latest(1).record.id == next)
  }
}

extension Ledger {
  /// The latest handover of a test's car, opened where there is none.
  fileprivate func latest(_ number: Int) async throws -> HandoverHistory {
    try await latestOrOpened(
      for: testVIN(number), at: moment(), first: [(kind: "handover.opened", body: body(number))])
  }
}
