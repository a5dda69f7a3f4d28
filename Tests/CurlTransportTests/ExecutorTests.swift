import Glibc
import OEMAdapterKit
import Testing

@testable import CurlTransport

/// Tasks that run on the loop's thread, where their answers arrive.
@Suite struct ExecutorTests {
  @Test func aTaskHasItsAnswersOnOneThread() async throws {
    let server = ScriptedServer { _, _ in .send(answer(200, "[1]")) }
    let transport = try transport(to: server)
    let threads = await withTaskExecutorPreference(transport.executor) {
      var threads: Set<pthread_t> = [thread()]
      for _ in 0..<20 {
        let failure = await transport.failure(of: read())
        #expect(failure == nil)
        threads.insert(thread())
      }
      return threads
    }
    #expect(threads.count == 1)
    #expect(!threads.contains(thread()))
  }

  @Test func manyTasksShareTheThreadWithEachOtherAndWithTheNetwork() async throws {
    let server = ScriptedServer { _, _ in .send(answer(200, "[1]")) }
    let transport = try transport(to: server)
    let answers = await withTaskGroup(of: Int.self) { group in
      for number in 0..<50 {
        group.addTask(executorPreference: number % 2 == 0 ? transport.executor : nil) {
          var answers = 0
          for _ in 0..<5 where (try? await transport.send(read()).status) == 200 { answers += 1 }
          return answers
        }
      }
      return await group.reduce(0, +)
    }
    #expect(answers == 250)
  }

  @Test func aTaskEndsAlthoughTheTransportWasShutDown() async throws {
    let server = ScriptedServer { _, _ in .send(answer(200)) }
    let transport = try transport(to: server)
    let codes = await withTaskExecutorPreference(transport.executor) {
      transport.shutDown()
      var codes: [String?] = []
      for _ in 0..<20 {
        codes.append(await transport.failure(of: read())?.code)
        await Task.yield()
      }
      return codes
    }
    #expect(codes == Array(repeating: "transport.closed", count: 20))
    for _ in 0..<100 { await withTaskExecutorPreference(transport.executor) { await Task.yield() } }
  }
}

private func thread() -> pthread_t { pthread_self() }
