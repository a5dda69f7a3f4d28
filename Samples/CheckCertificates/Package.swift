// swift-tools-version: 6.1

// A program of somebody else that checks transfer certificates: it uses the library product and nothing of this repository's
// inside. Tests/Library/run.sh builds and runs it.
import PackageDescription

let package = Package(
  name: "check-certificates",
  dependencies: [.package(name: "handover", path: "../..")],
  targets: [
    .executableTarget(
      name: "CheckCertificates", dependencies: [.product(name: "CertificateChecking", package: "handover")],
      path: "Sources", swiftSettings: [.swiftLanguageMode(.v6)])
  ]
)
