// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that what measures may depend on more than what is measured.
let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "workloads", targets: ["workloads"]),
        .executable(name: "million", targets: ["million"]),
        .executable(name: "products", targets: ["products"]),
    ],
    dependencies: [.package(name: "Adjoint", path: "..")],
    targets: [
        .executableTarget(name: "workloads", dependencies: [.product(name: "Adjoint", package: "Adjoint")]),
        .executableTarget(name: "million", dependencies: [.product(name: "Adjoint", package: "Adjoint")]),
        .executableTarget(name: "products", dependencies: [.product(name: "Adjoint", package: "Adjoint")]),
    ]
)

for target in package.targets {
    target.swiftSettings = [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]
}
