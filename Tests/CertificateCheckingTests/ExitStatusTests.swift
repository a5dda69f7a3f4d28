import CertificateChecking
import FoundationEssentials
import HandoverModel
import Testing

/// Design, section 10.
@Suite struct ExitStatusTests {
  private func report(_ validation: Validation, _ verdict: Verdict?, of specimen: Verdict? = nil) -> ValidationReport {
    var report = CertificateChecker(trust: nil, tables: []).check([], options: CheckOptions(), at: Date())
    report.validation = validation
    report.verdict = verdict
    report.specimenOf = specimen
    return report
  }

  @Test(
    arguments: [
      (Verdict.clear, 0), (.clearAttested, 0), (.conditional, 8), (.notClear, 8), (.void, 1),
    ] as [(Verdict, Int32)])
  func followsTheVerdictOfAValidCertificate(verdict: Verdict, status: Int32) {
    #expect(report(.valid, verdict).exitStatus(asSpecimen: false) == status)
  }

  @Test(
    arguments: [
      (Validation.notValid, 1), (.withdrawn, 2), (.inconclusive, 3),
    ] as [(Validation, Int32)])
  func followsTheValidationOtherwise(validation: Validation, status: Int32) {
    for verdict in Verdict.allCases {
      #expect(report(validation, verdict).exitStatus(asSpecimen: false) == status)
      #expect(report(validation, verdict).exitStatus(asSpecimen: true) == status)
    }
  }

  @Test func judgesASpecimenAsPracticeOnlyWhenTold() {
    #expect(report(.valid, .void, of: .clear).exitStatus(asSpecimen: false) == 1)
    #expect(report(.valid, .void, of: .clear).exitStatus(asSpecimen: true) == 0)
    #expect(report(.valid, .void, of: .notClear).exitStatus(asSpecimen: true) == 8)
  }
}
