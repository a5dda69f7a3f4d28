// swift-tools-version: 6.1

// The layers of Handover, lowest first. A target imports only from lower levels, so there can be no cycle; continuous
// integration builds with `--explicit-target-dependency-import-check error`, which turns an undeclared import into an error.
//
//   nouns         HandoverModel, StrictFormats
//   rules         TransferRules
//   contracts     OEMAdapterKit, ChecklistFormat, Inventory
//   steps         Enumeration, Planning, Revocation, Verification, Judgement, TransparencyLog, CertificateChecking,
//                 Certification, HandoverLedger
//   outside       CurlTransport, OEMAdapters, BundledChecklists, VerifierPage
//   words, paper  BuyerWords, QRCode, PrintedCertificate
//   flow          HandoverFlow
//   wiring        HandoverCLI, HandoverMain, HandoverVerifyMain, OEMSimulators, HandoverSimulatorsMain
import PackageDescription

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let x509: Target.Dependency = .product(name: "X509", package: "swift-certificates")
let asn1: Target.Dependency = .product(name: "SwiftASN1", package: "swift-asn1")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")

let package = Package(
  name: "handover",
  products: [
    .executable(name: "handover", targets: ["HandoverMain"]),
    .executable(name: "handover-verify", targets: ["HandoverVerifyMain"]),
    .executable(name: "handover-simulators", targets: ["HandoverSimulatorsMain"]),
    .executable(name: "handover-chaos", targets: ["HandoverChaos"]),
    .executable(name: "handover-bench", targets: ["HandoverBench"]),
    .executable(name: "handover-conformance", targets: ["HandoverConformance"]),
    // For others to build in: the checker, and the nouns its report speaks in.
    .library(name: "CertificateChecking", targets: ["CertificateChecking", "HandoverModel", "TransferRules"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
    .package(url: "https://github.com/apple/swift-certificates", exact: "1.21.1"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    // Nouns.
    .target(name: "HandoverModel"),
    .target(name: "StrictFormats"),
    // Rules.
    .target(name: "TransferRules", dependencies: ["HandoverModel", "StrictFormats", crypto]),
    // Contracts.
    .target(name: "OEMAdapterKit", dependencies: ["HandoverModel"]),
    .target(name: "ChecklistFormat", dependencies: ["HandoverModel", yams]),
    .target(
      name: "BundledChecklists", path: "Checklists", exclude: ["Sheets", "Tables", "generate.sh"],
      sources: ["Generated"]),
    .target(name: "CBytes", publicHeadersPath: "include"),
    .target(name: "Inventory", dependencies: ["HandoverModel", "StrictFormats", "CBytes"]),
    // Steps.
    .target(name: "Enumeration", dependencies: ["HandoverModel", "OEMAdapterKit"]),
    .target(
      name: "Planning", dependencies: ["HandoverModel", "OEMAdapterKit", "ChecklistFormat", "StrictFormats", crypto]),
    .target(name: "Revocation", dependencies: ["HandoverModel", "OEMAdapterKit", "Planning"]),
    .target(name: "Verification", dependencies: ["HandoverModel", "OEMAdapterKit", "Enumeration", "Planning"]),
    .target(
      name: "Judgement",
      dependencies: ["HandoverModel", "OEMAdapterKit", "ChecklistFormat", "TransferRules"]),
    .target(name: "CZlib", publicHeadersPath: "include", linkerSettings: [.linkedLibrary("z")]),
    .target(name: "TransparencyLog", dependencies: ["StrictFormats", crypto]),
    .target(
      name: "CertificateChecking",
      dependencies: [
        "HandoverModel", "StrictFormats", "TransferRules", "TransparencyLog", "BundledChecklists", "CZlib", crypto,
        x509,
        asn1,
      ]),
    .target(
      name: "Certification",
      dependencies: [
        "HandoverModel", "StrictFormats", "TransferRules", "TransparencyLog", "CertificateChecking", crypto,
        cryptoExtras, x509, asn1,
      ]),
    .target(name: "HandoverLedger", dependencies: ["HandoverModel", "StrictFormats", crypto, grdb]),
    // The outside world.
    .target(name: "CCurl", publicHeadersPath: "include", linkerSettings: [.linkedLibrary("curl")]),
    .target(name: "CurlTransport", dependencies: ["CCurl", "OEMAdapterKit", "HandoverModel"]),
    .target(name: "OEMAdapters", dependencies: ["HandoverModel", "OEMAdapterKit", "StrictFormats"]),
    // What a buyer reads, on a screen and on paper.
    .target(
      name: "BuyerWords", dependencies: ["HandoverModel", "TransferRules"], exclude: ["Words.yaml", "generate.sh"]),
    .target(name: "CQRencode", publicHeadersPath: "include", linkerSettings: [.linkedLibrary("qrencode")]),
    .target(name: "QRCode", dependencies: ["CQRencode"]),
    .target(
      name: "PrintedCertificate",
      dependencies: [
        "HandoverModel", "StrictFormats", "TransferRules", "CertificateChecking", "Certification", "BuyerWords",
        "QRCode", mustache, crypto,
      ],
      exclude: ["Templates", "generate.sh"]),
    // Flow.
    .target(
      name: "HandoverFlow",
      dependencies: [
        "HandoverModel", "OEMAdapterKit", "ChecklistFormat", "TransferRules", "Inventory", "Enumeration", "Planning",
        "Revocation", "Verification", "Judgement", "CertificateChecking", "Certification", "HandoverLedger",
        "StrictFormats", crypto,
      ]),
    // Wiring.
    .target(
      name: "HandoverCLI",
      dependencies: [
        "HandoverModel", "StrictFormats", "TransferRules", "OEMAdapterKit", "ChecklistFormat", "BundledChecklists",
        "Inventory", "Planning", "Judgement", "TransparencyLog", "CertificateChecking", "Certification",
        "HandoverLedger", "CurlTransport", "OEMAdapters", "HandoverFlow", "VerifyReport", "BuyerWords",
        "PrintedCertificate", "VerifierPage", arguments, crypto,
      ]),
    .target(
      name: "VerifyReport",
      dependencies: [
        "HandoverModel", "StrictFormats", "TransferRules", "CertificateChecking", "BundledChecklists", "BuyerWords",
      ]),
    .target(
      name: "VerifierPage",
      exclude: ["Script", "generate.sh", "page.css", "page.html", "Generated/code-dictionaries.js"],
      sources: ["Generated"]),
    .target(name: "CHeap", publicHeadersPath: "include"),
    // The program lies at a random place in memory. The hundred thousand addresses to be corrected for that before anything
    // runs are written in the short form, which glibc reads from 2.36 on.
    .executableTarget(
      name: "HandoverMain", dependencies: ["HandoverCLI", "CHeap"],
      linkerSettings: [
        .unsafeFlags(
          ["-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs"],
          .when(platforms: [.linux], configuration: .release))
      ]),
    // Linked whole, the verifier that is handed out starts in two thirds of the time: no library to find and bind, and no
    // addresses to correct in a hundred pages before anything runs. It also runs where no such library is. It lies at a
    // fixed place in memory: with -static-pie it ends before main (Swift 6.3.1, glibc 2.36). The two libraries are parts of
    // FoundationEssentials that only a module compiled with --static-swift-stdlib names by itself.
    .executableTarget(
      name: "HandoverVerifyMain", dependencies: ["VerifyReport", "BundledChecklists"],
      linkerSettings: [
        .unsafeFlags(
          ["-static-executable", "-l_FoundationCollections", "-l_FoundationCShims"],
          .when(platforms: [.linux], configuration: .release))
      ]),
    .target(name: "OEMSimulators", dependencies: [hummingbird]),
    .executableTarget(name: "HandoverSimulatorsMain", dependencies: ["OEMSimulators", arguments]),
    // Tests: the programs that kill and measure the built product, then the test targets.
    .executableTarget(
      name: "HandoverChaos", dependencies: ["HandoverModel", "StrictFormats", arguments], path: "Tests/Chaos",
      exclude: ["run.sh", "mutants.sh", "commands.sh"]),
    .executableTarget(
      name: "HandoverBench",
      dependencies: [
        "Inventory", "CertificateChecking", "TransferRules", "StrictFormats", "BundledChecklists", arguments, crypto,
      ], path: "Tests/Bench", exclude: ["peers", "run.sh"]),
    .executableTarget(
      name: "HandoverConformance",
      dependencies: ["StrictFormats", "TransparencyLog", "CertificateChecking", "TransferRules", crypto],
      path: "Tests/Conformance", exclude: ["run.sh", "vectors"]),
    .target(
      name: "HandoverTestSupport", dependencies: ["HandoverModel", "OEMAdapterKit"], path: "Tests/HandoverTestSupport"),
    .testTarget(name: "HandoverModelTests", dependencies: ["HandoverModel", "HandoverTestSupport"]),
    .testTarget(name: "StrictFormatsTests", dependencies: ["StrictFormats", "HandoverTestSupport"]),
    .testTarget(name: "TransferRulesTests", dependencies: ["TransferRules", "HandoverModel", "HandoverTestSupport"]),
    .testTarget(name: "InventoryTests", dependencies: ["Inventory", "HandoverModel", "HandoverTestSupport"]),
    .testTarget(
      name: "ChecklistFormatTests",
      dependencies: ["ChecklistFormat", "BundledChecklists", "TransferRules", "HandoverModel", yams]),
    .testTarget(
      name: "CurlTransportTests",
      dependencies: ["CurlTransport", "OEMAdapterKit", "HandoverModel", "HandoverTestSupport"]),
    .testTarget(
      name: "HandoverLedgerTests", dependencies: ["HandoverLedger", "HandoverModel", "HandoverTestSupport", grdb]),
    .testTarget(
      name: "TransparencyLogTests", dependencies: ["TransparencyLog", "StrictFormats", "HandoverTestSupport", crypto]),
    .testTarget(
      name: "CertificateCheckingTests",
      dependencies: [
        "BundledChecklists", "CertificateChecking", "StrictFormats", "TransferRules", "HandoverModel", crypto, x509,
        asn1,
      ]),
    .testTarget(
      name: "VerifyReportTests",
      dependencies: ["VerifyReport", "CertificateChecking", "StrictFormats", "HandoverModel"]),
    .testTarget(
      name: "BuyerWordsTests",
      dependencies: ["BuyerWords", "BundledChecklists", "StrictFormats", "TransferRules", "HandoverModel"]),
    .testTarget(name: "QRCodeTests", dependencies: ["QRCode"]),
    .testTarget(
      name: "PrintedCertificateTests",
      dependencies: [
        "PrintedCertificate", "BuyerWords", "QRCode", "Certification", "CertificateChecking", "StrictFormats",
        "TransferRules", "HandoverModel",
      ]),
    .testTarget(
      name: "CertificationTests",
      dependencies: [
        "Certification", "CertificateChecking", "TransparencyLog", "StrictFormats", "TransferRules", "HandoverModel",
        "HandoverTestSupport", crypto, x509, asn1,
      ]),
    .testTarget(
      name: "HandoverCLITests",
      dependencies: [
        "HandoverCLI", "HandoverFlow", "HandoverModel", "Certification", "CertificateChecking", "StrictFormats",
        "TransparencyLog", crypto, arguments,
      ]),
    .testTarget(
      name: "FlowTests",
      dependencies: [
        "HandoverFlow", "Enumeration", "Planning", "Revocation", "Verification", "Judgement", "TransferRules",
        "OEMAdapterKit", "OEMAdapters", "OEMSimulators", "CurlTransport", "HandoverModel", "ChecklistFormat",
        "BundledChecklists", "HandoverLedger", "Certification", "CertificateChecking", "Inventory", "StrictFormats",
        "HandoverTestSupport", crypto,
      ]),
    .testTarget(name: "OEMSimulatorsTests", dependencies: ["OEMSimulators"]),
    .testTarget(
      name: "AdapterConformanceTests",
      dependencies: [
        "OEMAdapters", "OEMAdapterKit", "Enumeration", "StrictFormats", "OEMSimulators", "CurlTransport",
        "HandoverModel", "HandoverTestSupport",
      ]),
    .testTarget(
      name: "VerifierPageTests", dependencies: ["VerifierPage", "BundledChecklists", "CertificateChecking"]),
    .testTarget(name: "TranscriptTests", exclude: ["Transcripts"]),
  ]
)

// The fuzzer links only with libFuzzer, so it is built only when asked for: Tests/Fuzz/run.sh does.
if Context.environment["HANDOVER_FUZZ"] != nil {
  package.products.append(.executable(name: "handover-fuzz", targets: ["HandoverFuzz"]))
  package.targets.append(
    .executableTarget(
      name: "HandoverFuzz",
      dependencies: [
        "StrictFormats", "TransparencyLog", "CertificateChecking", "Certification", "TransferRules", crypto,
      ],
      path: "Tests/Fuzz", exclude: ["run.sh"],
      // gold, which would be taken, fails on it with an internal error.
      linkerSettings: [.unsafeFlags(["-use-ld=lld"])]))
}

// One loop, so that no target can be more lenient than the others. The C targets have no Swift settings.
let cTargets: Set<String> = ["CBytes", "CCurl", "CHeap", "CQRencode", "CZlib"]
for target in package.targets where !cTargets.contains(target.name) {
  target.swiftSettings =
    (target.swiftSettings ?? []) + [
      .swiftLanguageMode(.v6),
      .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"),
      .enableUpcomingFeature("ExistentialAny"),
    ]
}
