// swift-tools-version: 6.1
import PackageDescription

let upcoming: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

// Apart from the product: it builds alone, in seconds, and needs none of the product's libraries.
let package = Package(
    name: "hindcast-benchmarks",
    targets: [
        .executableTarget(name: "make-export", swiftSettings: upcoming),
        .testTarget(name: "make-exportTests", dependencies: ["make-export"], swiftSettings: upcoming),
    ],
    swiftLanguageModes: [.v6]
)
