package import FoundationEssentials
package import HandoverModel
package import OEMAdapterKit

/// Asks one source about one car and holds what the adapter says against what the provider answered.
///
/// Never throws: a source that did not answer is a sighting that says so. Silence is not "nothing".
///
/// - Parameters:
///   - pass: `second` only for looks made after an effect.
///   - absent: the accesses that should be gone; their ids must not stand in any answer.
///   - known: every access this source ever showed of the car: one that a look no longer lists, though its id still
///     stands in an answer, was overlooked or hidden.
///   - now: the clock that dates the sighting.
package func look(
  at vin: VIN, in source: LookSource, pass: LookPass, confirming absent: [AccessKey] = [], known: [AccessKey] = [],
  through transport: any HTTPTransport, now: @Sendable () -> Date
) async -> Sighting {
  let witness = Witness(transport)
  let started = now()
  let purpose: LookPurpose = pass == .first ? .find : .confirmAbsent(absent)
  let seen = await source.adapter.look(at: vin, purpose: purpose, through: witness)
  let review = LookReview(descriptor: source.descriptor, witness: witness)
  return Sighting(
    provider: source.descriptor.id, vin: vin, pass: pass, startedAt: started, endedAt: now(),
    mode: transport.mode(of: source.descriptor.id), kinds: review.reviewed(seen.kinds, absent: absent + known),
    stopSigns: seen.stopSigns)
}
