import ArgumentParser

/// `handover-chaos check`: holds the invariants over files.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Hold I1 to I11 and I13 over a history, a ledger and the outputs of runs.",
    discussion: """
      Prints each invariant with what was examined and the first violations; exit 1 on any violation.

        handover-chaos check --history history.jsonl --ledger export.jsonl --audit audit.json --lot lot.csv \
          --truth truth.jsonl --output run1.jsonl --exit 137 --output run2.jsonl --exit 8
      """)

  @Option(help: "The simulators' history, as --history or /_sim/history writes it.") var history: String
  @Option(help: "The output of 'handover ledger export'.") var ledger: String
  @Option(help: "The output of 'handover ledger audit --json'.") var audit: String
  @Option(help: "The simulators' /_sim/truth at the end.") var truth: String
  @Option(help: "The lot file.") var lot: String
  @Option(help: "A run's --json output, in the order of the runs.") var output: [String] = []
  @Option(help: "How each run ended, in the same order; 137 for one that was killed.") var exit: [Int32] = []
  @Option(help: "Each run's folder of buyers' copies, in the same order; leave all away where there are none.")
  var copies: [String] = []
  @Option(help: "Each run's stderr.") var talk: [String] = []
  @Option(help: "A folder of full copies, named by VIN.") var certificates: String?
  @Option(help: "The truth after a fault-free run over the same world.") var plainTruth: String?
  @Option(help: "The last output of that run.") var plainOutput: String?
  @Option(help: "The history of one such run.") var plainHistory: String?
  @Option(help: "Texts that must never be written, one a line.") var canaries: String?
  @Option(help: "A further file or folder to search for them, such as the ledger.") var search: [String] = []

  func validate() throws {
    if output.count != exit.count { throw ValidationError("Give one --exit for each --output.") }
    if !copies.isEmpty && copies.count != output.count { throw ValidationError("Give one --copies for each --output.") }
  }

  func run() throws {
    var files = EvidenceFiles()
    files.history = history
    files.ledger = ledger
    files.audit = audit
    files.truth = truth
    files.lot = lot
    files.runs = output.indices.map { (output[$0], exit[$0], copies.isEmpty ? nil : copies[$0]) }
    files.talks = talk
    files.certificates = certificates
    files.plainTruth = plainTruth
    files.plainOutput = plainOutput
    files.plainHistory = plainHistory
    files.canaries = canaries
    files.searched = search
    let rulings = try Evidence(files).rulings()
    for line in rulings.flatMap({ $0.lines() }) { print(line) }
    if rulings.contains(where: { !$0.violations.isEmpty }) { throw ExitCode.failure }
  }
}
