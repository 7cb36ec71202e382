// swift-tools-version: 6.2
import PackageDescription

/// What a package that uses Deskhand's libraries looks like; CI builds it and runs it.
let package = Package(
    name: "example",
    dependencies: [.package(name: "deskhand", path: "../..")],
    targets: [
        .executableTarget(
            name: "Example",
            dependencies: [
                .product(name: "DeskhandDesktop", package: "deskhand"),
                .product(name: "DeskhandTraces", package: "deskhand"),
                .product(name: "DeskhandQwenVL", package: "deskhand"),
                // A session's programs are started, and cleaned up after, by this program, which has to lie beside ours.
                .product(name: "deskhand-guardian", package: "deskhand"),
            ],
            swiftSettings: [
                .treatAllWarnings(as: .error), .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
            ])
    ]
)
