// swift-tools-version: 6.1
import PackageDescription

let upcoming: [SwiftSetting] = [
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
    .enableUpcomingFeature("ExistentialAny"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
    .enableUpcomingFeature("InternalImportsByDefault"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
    .enableUpcomingFeature("MemberImportVisibility"),
]

func room(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: upcoming)
}

func tests(_ name: String, _ dependencies: Target.Dependency..., exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: upcoming)
}

let package = Package(
    name: "hindcast",
    products: [
        .executable(name: "hindcast", targets: ["hindcast"]),
        .library(name: "HindcastKit", targets: ["HindcastKit"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ],
    targets: [
        // What each target may import is what is listed here, and nothing imports upward.
        room("JSONText", "CSimdjson"),
        room("EventLog", "JSONText", "CSimdjson", "CZlib", "CZstd"),
        room("Digest", "CCrypto"),
        room("Rehydration", "Digest", "EventLog", "JSONText"),
        room("LuaModels", "CLuaHost", "CLua", "Digest", "Rehydration", "EventLog", "JSONText"),
        room("Screen"),
        room("Explorer", "Screen", "Rehydration", "EventLog", "JSONText"),
        room("NcursesTerminal", "CNcurses", "CTerminalGuard", "Screen"),
        room(
            "HindcastKit", "Digest", "JSONText", "EventLog", "Rehydration", "LuaModels", "Screen", "Explorer", "NcursesTerminal",
            .product(name: "ArgumentParser", package: "swift-argument-parser")),
        // The commit is told to the executable alone, so that another commit rebuilds next to nothing.
        .executableTarget(name: "hindcast", dependencies: ["HindcastKit"], swiftSettings: upcoming, plugins: ["BuiltFrom"]),
        .plugin(name: "BuiltFrom", capability: .buildTool(), path: "Sources/BuiltFrom"),

        // C and C++ neighbours: the only places that see a C library.
        .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),
        .target(name: "CLuaHost", dependencies: ["CLua", "CSimdjson"]),
        .target(name: "CTerminalGuard"),
        .systemLibrary(name: "CCrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CLua", providers: [.apt(["liblua5.4-dev"])]),
        .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),

        tests("JSONTextTests", "JSONText", "TestSupport"),
        tests("EventLogTests", "EventLog", "JSONText", "TestSupport", "StoreWriter"),
        tests("RehydrationTests", "Rehydration", "EventLog", "JSONText", "TestSupport"),
        tests("LuaModelsTests", "LuaModels", "CLua", "Rehydration", "EventLog", "JSONText", "TestSupport"),
        tests("ScreenTests", "Screen"),
        tests("ExplorerTests", "Explorer", "Screen", "Rehydration", "EventLog", "JSONText", exclude: ["Goldens"]),
        tests("NcursesTerminalTests", "NcursesTerminal", "Screen"),
        tests("HindcastKitTests", "HindcastKit", "Explorer", "LuaModels", "Screen", "Rehydration", "EventLog", "JSONText", "TestSupport"),
        // Random and mutated input for everything that reads what others wrote; HINDCAST_FUZZ_SECONDS makes it long.
        tests("FuzzTests", "EventLog", "JSONText", "TestSupport"),
        // Must compile against Explorer alone: it fails to build when the face learns of ncurses, Lua or the commands.
        tests("ExplorerLayeringProbe", "Explorer"),
        // Appends in a process of its own, for tests of several writers and of sudden ends.
        .executableTarget(
            name: "StoreWriter", dependencies: ["EventLog", "JSONText"], path: "Tests/StoreWriter", swiftSettings: upcoming),
        // Folds and steps in one process, for Benchmarks.
        .executableTarget(
            name: "FoldMeter", dependencies: ["HindcastKit", "Rehydration", "EventLog", "JSONText"], path: "Tests/FoldMeter", swiftSettings: upcoming),
        .target(name: "TestSupport", dependencies: ["JSONText", "EventLog", "CZlib", "CZstd"], path: "Tests/TestSupport", swiftSettings: upcoming),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
