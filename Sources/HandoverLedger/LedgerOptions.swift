/// What tests and the chaos harness may change about a ledger. A product run uses the defaults.
package struct LedgerOptions: Sendable {
  /// What happens around commits.
  package var faults: LedgerFaults
  /// The greatest number of pages of the file (`PRAGMA max_page_count`), to meet a full disk; nil for no limit.
  package var pageLimit: Int?
  /// The layout steps this program knows; nil for the published ones. A test adds one to see an upgrade.
  package var schema: [LedgerSchemaStep]?

  /// No faults, no limit, the published layout.
  package init(faults: LedgerFaults = LedgerFaults(), pageLimit: Int? = nil, schema: [LedgerSchemaStep]? = nil) {
    self.faults = faults
    self.pageLimit = pageLimit
    self.schema = schema
  }

  var steps: [LedgerSchemaStep] { schema ?? LedgerSchema.steps }
}

/// Hooks around the commits of one process, counted from 1. Each may end the process.
package struct LedgerFaults: Sendable {
  /// Called with the rows of commit n written and not yet committed. What it throws fails the commit, as a full disk does.
  package var beforeCommit: (@Sendable (Int) throws -> Void)?
  /// Called when commit n is durable and before any caller is told.
  package var afterCommit: (@Sendable (Int) -> Void)?

  /// The hooks given; none by default.
  package init(
    beforeCommit: (@Sendable (Int) throws -> Void)? = nil, afterCommit: (@Sendable (Int) -> Void)? = nil
  ) {
    self.beforeCommit = beforeCommit
    self.afterCommit = afterCommit
  }
}
