import ArgumentParser

/// `handover log`: the transparency log, which lets outsiders witness when a certificate was made.
struct LogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Let outside witnesses see when each certificate was made.",
    discussion: """
      A date that the dealer alone wrote proves little. So a fingerprint of every certificate goes into a log that can only \
      grow, and others - an association, an insurer, another dealer group - sign that they saw it. Their signatures travel \
      with the certificate as its proof of time. The log holds no VIN, no name and no address: it shows how many \
      certificates there are, nothing else.

      Once:
        handover log init               makes the log and its key
        handover log policy             writes what the trust list must say
      Every day:
        handover log checkpoint         puts the new certificates in, and signs
        handover log cosign             run by each witness, elsewhere
        handover log checkpoint --cosignatures FILE
        handover log proof              keeps each certificate's earliest proof
        handover present VIN            the copy now carries its proof
      Any time:
        handover log audit              opens every leaf, against the ledger

      A certificate must be witnessed within 72 hours of its date, or a buyer's verifier calls it back-dated.

      The folder log/ can be published as it is by any web server (C2SP tlog-tiles).
      """,
    subcommands: [
      LogInit.self, LogCheckpoint.self, LogCosign.self, LogProofCommand.self, LogAuditCommand.self,
      LogPolicyCommand.self,
    ])
}
