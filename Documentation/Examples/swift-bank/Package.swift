// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "swift-bank",
    dependencies: [
        // In a project of your own: .package(url: "https://…/hindcast", from: "0.1.0")
        .package(name: "hindcast", path: "../../.."),
    ],
    targets: [
        .executableTarget(name: "bank", dependencies: [.product(name: "HindcastKit", package: "hindcast")]),
    ]
)
