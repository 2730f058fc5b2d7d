// swift-tools-version: 6.1
import PackageDescription

// Apart from the product: it builds alone, in seconds, and needs none of the product's libraries.
let package = Package(
    name: "hindcast-benchmarks",
    targets: [
        .executableTarget(
            name: "make-export",
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)
