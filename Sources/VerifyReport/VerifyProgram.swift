/// The whole program behind `handover-verify` and `handover verify`, from its words to its exit status.
package struct VerifyProgram {
  /// How it is called, for its help: `handover-verify` or `handover verify`.
  let called: String
  let surroundings: VerifySurroundings
  /// A variable of the environment; asked for only where nothing was said about the memory.
  let variable: (String) -> String?

  package init(called: String, in surroundings: VerifySurroundings, variable: @escaping (String) -> String?) {
    self.called = called
    self.surroundings = surroundings
    self.variable = variable
  }

  /// Runs with the words behind the program's name, and returns the exit status.
  package func run(_ words: [String]) -> Int32 {
    let help = VerifyHelp(called, surroundings.style)
    do throws(VerifyArguments.Misuse) {
      let arguments = try VerifyArguments(words)
      if arguments.wantsHelp {
        for line in help.lines { surroundings.result(line) }
        return 0
      }
      var request = arguments.request
      request.memory = memory(arguments)
      return VerifyCommandLogic(request, in: surroundings).run()
    } catch {
      for line in help.lines(error, wasEmpty: words.isEmpty) { surroundings.say(line) }
      return 64
    }
  }

  private func memory(_ arguments: VerifyArguments) -> MemoryFile? {
    if arguments.noState { return nil }
    if let path = arguments.state { return MemoryFile(path: path) }
    let names = ["XDG_STATE_HOME", "HOME"]
    return MemoryFile.inHome(
      Dictionary(uniqueKeysWithValues: names.compactMap { name in variable(name).map { (name, $0) } }))
  }
}
