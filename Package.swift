// swift-tools-version: 6.2
import PackageDescription

/// What every target of ours is compiled with.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]
/// The same for targets that own no C library, and so need no unsafe construct.
let strictAndSafe: [SwiftSetting] = strict + [.strictMemorySafety()]

/// Links the Swift runtime and Foundation statically, so that `deskhand` starts in milliseconds and runs on machines without a toolchain.
let staticRuntime: [LinkerSetting] = [
    .unsafeFlags(
        ["-static-stdlib", "-Xclang-linker", "-no-pie", "-Xlinker", "--start-group"]
            + [
                "CoreFoundation", "_FoundationICU", "_FoundationCShims", "_FoundationCollections",
                "FoundationInternationalization", "FoundationEssentials", "BlocksRuntime",
                "swiftSynchronization", "dispatch", "stdc++",
            ].map { "-l\($0)" } + ["-Xlinker", "--end-group"])
]

/// Links the small libraries around Xlib statically: finding and joining them takes the loader longer than all they do for us.
let staticX11: [LinkerSetting] = [
    .unsafeFlags(
        ["Xtst", "Xi", "Xdamage", "Xrandr", "Xrender", "XRes", "Xfixes", "Xss", "Xext"].map { "-l:lib\($0).a" })
]

let package = Package(
    name: "deskhand",
    products: [
        .executable(name: "deskhand", targets: ["deskhand"]),
        .executable(name: "deskhand-guardian", targets: ["guardian"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(
            name: "CX11", pkgConfig: "x11",
            providers: [.apt(["libx11-dev", "libxtst-dev", "libxres-dev", "libxss-dev"])]),
        .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "COpenBLAS", providers: [.apt(["libopenblas-dev"])]),
        .systemLibrary(name: "CTesseract", providers: [.apt(["libtesseract-dev"])]),

        .target(
            name: "Images", dependencies: ["CPNG", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        .target(name: "Interaction", dependencies: ["Images"], swiftSettings: strictAndSafe),
        .target(name: "Accessibility", swiftSettings: strict),
        .target(
            name: "X11Desktop", dependencies: ["Interaction", "Images", "Accessibility", "CX11"], swiftSettings: strict,
            linkerSettings: staticX11),
        .target(
            name: "Sessions", dependencies: ["X11Desktop", "Interaction", "Images", "CLinux"],
            swiftSettings: strict),
        .target(
            name: "Attacks", dependencies: ["Sessions", "X11Desktop", "Interaction", "CLinux"],
            swiftSettings: strict),
        .executableTarget(
            name: "guardian", dependencies: ["Sessions", "X11Desktop"], swiftSettings: strict,
            linkerSettings: staticRuntime),
        .target(
            name: "CKernels",
            cSettings: [.unsafeFlags(["-O3", "-fno-math-errno", "-ffp-contract=off", "-Wall", "-Wextra", "-Werror"])]),
        .target(name: "Tensors", dependencies: ["COpenBLAS", "CKernels"], swiftSettings: strict),
        .target(name: "Checkpoints", dependencies: ["Tensors"], swiftSettings: strictAndSafe),
        .target(name: "QwenVL", dependencies: ["Tensors", "Checkpoints", "Images"], swiftSettings: strictAndSafe),
        .target(name: "Agents", dependencies: ["Interaction", "Images"], swiftSettings: strictAndSafe),
        .target(name: "Traces", dependencies: ["Agents", "Interaction", "Images"], swiftSettings: strictAndSafe),
        .target(
            name: "TraceViewer", dependencies: ["Traces", "Agents", "Interaction", "Images"],
            resources: [.embedInCode("Page")], swiftSettings: strictAndSafe),
        .target(name: "Models", dependencies: ["QwenVL", "Interaction", "Images"], swiftSettings: strictAndSafe),
        .target(
            name: "Grounders", dependencies: ["Interaction", "Images", "Models", "CTesseract"], swiftSettings: strict),
        .target(
            name: "Policies", dependencies: ["Agents", "Interaction", "Images", "Grounders", "Models"],
            swiftSettings: strictAndSafe),
        .target(
            name: "Formats",
            dependencies: ["Interaction", "Images", "CZlib", .product(name: "Yams", package: "Yams")],
            swiftSettings: strictAndSafe),
        .target(
            name: "Evaluation",
            dependencies: ["Agents", "Interaction", "Images", "Traces", "Sessions", "Formats"],
            swiftSettings: strictAndSafe),
        .target(
            name: "Benchmarks",
            dependencies: [
                "Images", "Interaction", "X11Desktop", "Sessions", "Agents", "Traces", "Grounders", "Policies",
                "Evaluation", "Tensors", "QwenVL",
            ], swiftSettings: strictAndSafe),
        .executableTarget(
            name: "deskhand",
            dependencies: [
                "Images", "Interaction", "X11Desktop", "Sessions", "Agents", "Traces", "TraceViewer", "Grounders",
                "Policies", "Evaluation", "Benchmarks", "Attacks", "Models", "QwenVL", "Tensors",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: strictAndSafe, linkerSettings: staticRuntime),

        .target(name: "Watchdog", path: "Tests/Watchdog", swiftSettings: strict),
        .testTarget(name: "ImagesTests", dependencies: ["Images"], swiftSettings: strict),
        .testTarget(name: "InteractionTests", dependencies: ["Interaction", "Images"], swiftSettings: strict),
        .testTarget(name: "AccessibilityTests", dependencies: ["Accessibility"], swiftSettings: strict),
        .testTarget(
            name: "X11DesktopTests", dependencies: ["X11Desktop", "Sessions", "Agents", "Interaction", "Images"],
            swiftSettings: strict),
        .testTarget(
            name: "SessionsTests", dependencies: ["Watchdog", "Sessions", "X11Desktop", "Interaction", "Images"],
            swiftSettings: strict),
        .testTarget(name: "AttacksTests", dependencies: ["Watchdog", "Attacks", "Sessions"], swiftSettings: strict),
        .testTarget(name: "TensorsTests", dependencies: ["Tensors"], swiftSettings: strict),
        .testTarget(name: "CheckpointsTests", dependencies: ["Checkpoints", "Tensors"], swiftSettings: strict),
        .testTarget(
            name: "QwenVLTests", dependencies: ["QwenVL", "Checkpoints", "Tensors", "Images", "Interaction"],
            swiftSettings: strict),
        .testTarget(name: "ModelsTests", dependencies: ["Models", "Images"], swiftSettings: strict),
        .testTarget(name: "AgentsTests", dependencies: ["Agents", "Interaction", "Images"], swiftSettings: strict),
        .testTarget(
            name: "TracesTests", dependencies: ["Traces", "Agents", "Interaction", "Images"], swiftSettings: strict),
        .testTarget(
            name: "TraceViewerTests", dependencies: ["TraceViewer", "Traces", "Agents", "Interaction", "Images"],
            swiftSettings: strict),
        .testTarget(
            name: "GroundersTests",
            dependencies: ["Grounders", "Interaction", "Images", "Models", "X11Desktop", "Sessions"],
            swiftSettings: strict),
        .testTarget(
            name: "PoliciesTests",
            dependencies: ["Policies", "Agents", "Interaction", "Images", "Grounders", "Models"],
            swiftSettings: strict),
        .target(name: "ZipFixtures", path: "Tests/ZipFixtures", swiftSettings: strict),
        .testTarget(
            name: "FormatsTests", dependencies: ["ZipFixtures", "Formats", "Interaction"], swiftSettings: strict),
        .testTarget(
            name: "EvaluationTests",
            dependencies: [
                "ZipFixtures", "Formats", "Evaluation", "Sessions", "X11Desktop", "Policies", "Grounders", "Agents",
                "Traces", "Interaction",
                "Images",
            ], swiftSettings: strict),
        .testTarget(name: "PackageTests", swiftSettings: strict),
        .testTarget(name: "CommandTests", swiftSettings: strict),
    ]
)
