// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// What every target of ours is compiled with: an import is internal unless it says otherwise, and a file imports the module
/// of each member that it names. A newer compiler's new warnings must not keep others from building.
let strict: [SwiftSetting] =
    [.enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("MemberImportVisibility")]
    + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])
/// The same for targets that own no C library, and so need no unsafe construct.
let strictAndSafe: [SwiftSetting] = strict + [.strictMemorySafety()]
/// The same for tests. They are not optimised, in release builds neither: what they test is, and a compiler that optimises a
/// thousand tests that run once takes longer than they do; those that compute for long are.
let tests: [SwiftSetting] = strict + [.unsafeFlags(["-Onone"])]
let strictC: [CSetting] =
    [.enableWarning("all"), .enableWarning("extra")]
    + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

#if arch(arm64)
    let architecture = "aarch64"
#else
    let architecture = "x86_64"
#endif

/// Links a library statically where the system has its archive: finding and joining the small libraries around Xlib takes
/// the loader longer than all they do for us.
func linked(_ name: String) -> LinkerSetting {
    let folders = ["/usr/lib/\(architecture)-linux-gnu", "/usr/lib64", "/usr/lib"]
    let hasArchive = folders.contains { FileManager.default.fileExists(atPath: "\($0)/lib\(name).a") }
    return .linkedLibrary(hasArchive ? ":lib\(name).a" : name)
}

/// The toolchain's folder of static libraries, found beside its shared ones, which this manifest has loaded; `nil` where
/// it came without.
let staticLibraries: String? = {
    let maps = FileHandle(forReadingAtPath: "/proc/self/maps")?.readDataToEndOfFile() ?? Data()
    let files = String(decoding: maps, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    guard let core = files.first(where: { $0.hasSuffix("/lib/swift/linux/libswiftCore.so") }) else { return nil }
    let folder = String(core).replacing("/lib/swift/linux/libswiftCore.so", with: "/lib/swift_static/linux")
    return FileManager.default.fileExists(atPath: "\(folder)/libFoundationEssentials.a") ? folder : nil
}()

/// Links the Swift runtime and Foundation statically where the toolchain can, so that `deskhand` starts in milliseconds and
/// runs on machines without a toolchain. Only on programs, so that packages which depend on the libraries need no unsafe flags.
let staticRuntime: [LinkerSetting] = {
    guard let staticLibraries else { return [] }
    let needed = [
        "CoreFoundation", "_FoundationICU", "_FoundationCShims", "_FoundationCollections",
        "FoundationInternationalization", "FoundationEssentials", "BlocksRuntime", "swiftSynchronization", "dispatch",
    ].filter { FileManager.default.fileExists(atPath: "\(staticLibraries)/lib\($0).a") }
    return [
        .unsafeFlags(
            ["-static-stdlib", "-Xlinker", "--start-group"] + (needed + ["stdc++"]).map { "-l\($0)" }
                + ["-Xlinker", "--end-group"])
    ]
}()

let package = Package(
    name: "deskhand",
    products: [
        .executable(name: "deskhand", targets: ["deskhand"]),
        .executable(name: "deskhand-guardian", targets: ["guardian"]),
        .library(name: "DeskhandDesktop", targets: ["DeskhandDesktop", "DeskhandInteraction"]),
        .library(name: "DeskhandTraces", targets: ["DeskhandTraces", "DeskhandInteraction"]),
        .library(name: "DeskhandQwenVL", targets: ["DeskhandQwenVL", "DeskhandInteraction"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        // What async-http-client brings along: its headers, buffers and TLS settings are named by their own modules.
        .package(url: "https://github.com/apple/swift-nio", from: "2.100.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.30.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CX11", pkgConfig: "x11",
            providers: [
                .apt(["libx11-dev", "libxtst-dev", "libxres-dev", "libxss-dev"]),
                .yum(["libX11-devel", "libXtst-devel", "libXres-devel", "libXScrnSaver-devel"]),
            ]),
        .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
        .systemLibrary(name: "CNettle", providers: [.apt(["nettle-dev"]), .yum(["nettle-devel"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "COpenBLAS", providers: [.apt(["libopenblas-dev"])]),
        .systemLibrary(name: "CTesseract", providers: [.apt(["libtesseract-dev"])]),
        .systemLibrary(name: "CLeptonica", providers: [.apt(["libleptonica-dev"])]),
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),

        .target(name: "JSON", swiftSettings: strictAndSafe),
        .target(name: "DynamicLibraries", swiftSettings: strictAndSafe),
        .target(
            name: "Images", dependencies: ["CPNG", "CNettle", "CKernels"], swiftSettings: strict,
            linkerSettings: [linked("nettle")]),
        .target(name: "Interaction", dependencies: ["Images", "JSON"], swiftSettings: strictAndSafe),
        .target(name: "Accessibility", dependencies: ["Interaction", "Images"], swiftSettings: strict),
        .target(
            name: "X11Desktop", dependencies: ["Interaction", "Images", "Accessibility", "CX11"], swiftSettings: strict,
            linkerSettings: ["Xtst", "Xi", "Xdamage", "Xrandr", "Xrender", "XRes", "Xfixes", "Xss", "Xext"].map(linked)),
        .target(
            name: "Sessions", dependencies: ["X11Desktop", "Accessibility", "Interaction", "Images", "JSON", "CLinux"],
            swiftSettings: strict),
        .target(
            name: "Attacks", dependencies: ["Sessions", "X11Desktop", "Interaction", "CLinux"],
            swiftSettings: strict),
        .executableTarget(
            name: "guardian", dependencies: ["Sessions"], swiftSettings: strict,
            linkerSettings: staticRuntime),
        .target(name: "CKernels", cSettings: strictC),
        .target(
            name: "Tensors", dependencies: ["COpenBLAS", "CKernels", "DynamicLibraries"], swiftSettings: strict),
        .target(name: "Checkpoints", dependencies: ["Tensors", "JSON"], swiftSettings: strictAndSafe),
        // The weights of the screen model lie beside their source, which makes them a part of the program.
        .target(
            name: "CScreenModel", exclude: ["detector.safetensors", "icons.safetensors"],
            cSettings: [.headerSearchPath(".")]),
        .target(
            name: "ScreenModel", dependencies: ["Checkpoints", "Tensors", "Images", "CScreenModel"],
            swiftSettings: strict),
        .target(name: "Constraints", dependencies: ["JSON"], swiftSettings: strictAndSafe),
        .target(name: "Documents", dependencies: ["Images"], swiftSettings: strictAndSafe),
        .target(
            name: "QwenVL", dependencies: ["Tensors", "Checkpoints", "Constraints", "Documents", "Images", "JSON"],
            swiftSettings: strictAndSafe),
        .target(name: "Agents", dependencies: ["Interaction", "Images", "JSON"], swiftSettings: strictAndSafe),
        .target(
            name: "Traces", dependencies: ["Agents", "Interaction", "Images", "JSON"], swiftSettings: strictAndSafe),
        .target(
            name: "TraceViewer", dependencies: ["Traces", "Interaction", "Images"],
            resources: [.embedInCode("Page")], swiftSettings: strictAndSafe),
        .target(
            name: "Models", dependencies: ["QwenVL", "Constraints", "Images", "JSON"], swiftSettings: strictAndSafe),
        .target(name: "ChatCompletions", dependencies: ["JSON"], swiftSettings: strictAndSafe),
        .target(
            name: "ModelServers",
            dependencies: [
                "Models", "ChatCompletions", "Images", "JSON",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ], swiftSettings: strictAndSafe),
        .target(
            name: "Dialects", dependencies: ["Models", "Interaction", "Images", "JSON"], swiftSettings: strictAndSafe),
        .target(
            name: "Grounders",
            dependencies: [
                "Interaction", "Images", "JSON", "Models", "ScreenModel", "Tensors", "CTesseract", "DynamicLibraries",
            ], swiftSettings: strict),
        .target(
            name: "Policies",
            dependencies: ["Agents", "Interaction", "Images", "JSON", "Models", "Dialects"],
            swiftSettings: strictAndSafe),
        .target(
            name: "Formats",
            dependencies: [
                "Images", "JSON", "CZlib", "CSQLite", "CLeptonica", "DynamicLibraries",
                .product(name: "Yams", package: "Yams"),
            ], swiftSettings: strictAndSafe),
        .target(
            name: "Evaluation",
            dependencies: ["Agents", "Interaction", "Images", "JSON", "Traces", "Sessions", "Formats"],
            swiftSettings: strictAndSafe),
        .target(
            name: "Recording", dependencies: ["Agents", "Evaluation", "X11Desktop", "Interaction", "Images"],
            swiftSettings: strictAndSafe),
        .target(
            name: "Serving",
            dependencies: [
                "Agents", "Policies", "Grounders", "Sessions", "X11Desktop", "Interaction", "Images", "Traces",
                "TraceViewer", "JSON", "Models", "QwenVL", "Constraints", "Formats", "CLinux",
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ], resources: [.embedInCode("OSWorld/Python")], swiftSettings: strictAndSafe),
        .target(
            name: "Datasets",
            dependencies: [
                "Agents", "Evaluation", "Grounders", "Images", "Interaction", "JSON", "Sessions", "X11Desktop",
            ],
            swiftSettings: strictAndSafe),
        .target(
            name: "Benchmarks",
            dependencies: [
                "Images", "Interaction", "Accessibility", "X11Desktop", "Sessions", "Agents", "Traces", "Grounders",
                "Evaluation", "Tensors", "Checkpoints", "Constraints", "QwenVL", "ModelServers", "Dialects", "Policies",
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ], swiftSettings: strictAndSafe),
        .executableTarget(
            name: "deskhand",
            dependencies: [
                "Images", "Interaction", "X11Desktop", "Sessions", "Agents", "Traces", "TraceViewer", "Grounders",
                "Policies", "Evaluation", "Recording", "Serving", "Datasets", "Benchmarks", "Attacks", "Models",
                "ModelServers",
                "Dialects", "Constraints", "Documents", "QwenVL", "Tensors", "JSON",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: strictAndSafe, linkerSettings: staticRuntime),

        .target(name: "DeskhandInteraction", dependencies: ["Interaction", "Images"], swiftSettings: strictAndSafe),
        .target(
            name: "DeskhandDesktop",
            dependencies: ["DeskhandInteraction", "Sessions", "X11Desktop", "Interaction", "Images"],
            swiftSettings: strictAndSafe),
        .target(
            name: "DeskhandTraces",
            dependencies: ["DeskhandInteraction", "Traces", "Agents", "Interaction", "Images"],
            swiftSettings: strictAndSafe),
        .target(
            name: "DeskhandQwenVL", dependencies: ["DeskhandInteraction", "Models", "QwenVL", "Images"],
            swiftSettings: strictAndSafe),

        .target(name: "Watchdog", path: "Tests/Watchdog", swiftSettings: strict),
        .target(
            name: "ScriptedServers", dependencies: ["TestInputs", "JSON"], path: "Tests/ScriptedServers",
            swiftSettings: strict),
        .target(name: "TestInputs", path: "Tests/TestInputs", swiftSettings: strict),
        .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: tests),
        .testTarget(name: "DynamicLibrariesTests", dependencies: ["DynamicLibraries"], swiftSettings: tests),
        .testTarget(name: "ImagesTests", dependencies: ["Images"], swiftSettings: tests),
        .testTarget(name: "InteractionTests", dependencies: ["Interaction", "Images", "JSON"], swiftSettings: tests),
        .testTarget(
            name: "AccessibilityTests",
            dependencies: ["Accessibility", "Sessions", "X11Desktop", "Grounders", "Interaction", "Images"],
            swiftSettings: tests),
        .testTarget(
            name: "X11DesktopTests",
            dependencies: ["TestInputs", "X11Desktop", "Sessions", "Agents", "Interaction", "Images"],
            swiftSettings: tests),
        .testTarget(
            name: "SessionsTests",
            dependencies: ["Watchdog", "Sessions", "Accessibility", "X11Desktop", "Interaction", "Images", "JSON"],
            swiftSettings: tests),
        .testTarget(name: "ServingTests", dependencies: ["TestInputs", "Serving", "JSON"], swiftSettings: tests),
        .testTarget(name: "AttacksTests", dependencies: ["Watchdog", "Attacks", "Sessions"], swiftSettings: tests),
        .testTarget(name: "TensorsTests", dependencies: ["TestInputs", "Tensors"], swiftSettings: strict),
        .testTarget(
            name: "ScreenModelTests", dependencies: ["ScreenModel", "Checkpoints", "Tensors", "Images"],
            swiftSettings: strict),
        .testTarget(name: "CheckpointsTests", dependencies: ["Checkpoints", "Tensors"], swiftSettings: tests),
        .testTarget(
            name: "ConstraintsTests",
            dependencies: ["TestInputs", "Constraints", "Dialects", "Interaction", "Images", "JSON"],
            swiftSettings: strict),
        .testTarget(
            name: "DocumentsTests", dependencies: ["TestInputs", "Documents", "Images"], swiftSettings: tests),
        .testTarget(
            name: "QwenVLTests",
            dependencies: [
                "TestInputs", "QwenVL", "Checkpoints", "Tensors", "Constraints", "Documents", "Images", "JSON",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "DialectsTests", dependencies: ["TestInputs", "Dialects", "Models", "Interaction", "Images", "JSON"],
            swiftSettings: tests),
        .testTarget(name: "ModelsTests", dependencies: ["Models", "QwenVL", "Images"], swiftSettings: tests),
        .testTarget(name: "ChatCompletionsTests", dependencies: ["ChatCompletions", "JSON"], swiftSettings: tests),
        .testTarget(
            name: "ModelServersTests",
            dependencies: ["TestInputs", "ScriptedServers", "ModelServers", "Models", "Images", "JSON"],
            swiftSettings: tests),
        .testTarget(
            name: "AgentsTests", dependencies: ["Agents", "Interaction", "Images", "JSON"], swiftSettings: tests),
        .testTarget(
            name: "TracesTests", dependencies: ["Traces", "Agents", "Interaction", "Images", "JSON"],
            swiftSettings: tests),
        .testTarget(
            name: "TraceViewerTests",
            dependencies: ["TestInputs", "TraceViewer", "Traces", "Agents", "Interaction", "Images"],
            swiftSettings: tests),
        .testTarget(
            name: "GroundersTests",
            dependencies: ["Grounders", "Interaction", "Images", "Models", "ScreenModel", "X11Desktop", "Sessions"],
            swiftSettings: tests),
        .testTarget(
            name: "PoliciesTests",
            dependencies: ["Policies", "Agents", "Interaction", "Images", "JSON", "Models", "Dialects"],
            swiftSettings: tests),
        .testTarget(
            name: "RecordingTests",
            dependencies: [
                "TestInputs", "Recording", "Agents", "Evaluation", "X11Desktop", "Interaction", "Images", "JSON",
            ],
            swiftSettings: tests),
        .testTarget(
            name: "FormatsTests", dependencies: ["TestInputs", "Formats", "Images", "JSON"], swiftSettings: tests
        ),
        .testTarget(
            name: "EvaluationTests",
            dependencies: [
                "TestInputs", "Formats", "Dialects", "Evaluation", "Sessions", "X11Desktop", "Grounders",
                "Agents", "Traces", "Interaction", "Images", "JSON",
            ], swiftSettings: tests),
        .testTarget(
            name: "DatasetsTests", dependencies: ["Datasets", "Evaluation", "Interaction", "Images"],
            swiftSettings: tests),
        .testTarget(
            name: "LibraryTests", dependencies: ["DeskhandInteraction", "DeskhandTraces", "DeskhandQwenVL"],
            swiftSettings: tests + [.strictMemorySafety()]),
        .testTarget(
            name: "DesktopLibraryTests", dependencies: ["DeskhandInteraction", "DeskhandDesktop"],
            swiftSettings: tests + [.strictMemorySafety()]),
        .testTarget(
            name: "PlanTests",
            dependencies: [
                "Agents", "Policies", "Grounders", "X11Desktop", "Sessions", "Interaction", "Images", "JSON",
            ], swiftSettings: tests),
        .testTarget(name: "PackageTests", swiftSettings: tests),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "TestInputs", "ScriptedServers", "Dialects", "Models", "Traces", "Agents", "Interaction", "Images",
                "JSON",
            ],
            swiftSettings: tests),
    ]
)
