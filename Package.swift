// swift-tools-version: 6.2
import PackageDescription

// The modules form one chain, each seeing only what stands before it:
// CAdjointKernels ← AdjointKernels ← AdjointCore, AdjointFormats ← AdjointOperations ← AdjointRuntime, AdjointLayers
// ← AdjointMetaGraph ← AdjointTraining ← Adjoint ← the executables. docs/architecture.md says what each may know.
let package = Package(
    name: "Adjoint",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Adjoint", targets: ["Adjoint"]),
        .executable(name: "adjoint", targets: ["adjoint-cli"]),
        .executable(name: "mnist", targets: ["mnist"]),
    ],
    targets: [
        .target(name: "CAdjointKernels"),
        .target(name: "AdjointKernels", dependencies: ["CAdjointKernels"]),
        .target(name: "AdjointCore", dependencies: ["AdjointKernels"]),
        .target(name: "AdjointFormats", dependencies: ["AdjointKernels"]),
        .target(name: "AdjointOperations", dependencies: ["AdjointCore", "AdjointFormats", "AdjointKernels"]),
        .target(name: "AdjointRuntime", dependencies: ["AdjointCore", "AdjointKernels", "AdjointOperations"]),
        .target(name: "AdjointLayers", dependencies: ["AdjointOperations"]),
        .target(
            name: "AdjointMetaGraph",
            dependencies: ["AdjointCore", "AdjointFormats", "AdjointOperations", "AdjointRuntime"]),
        .target(
            name: "AdjointTraining",
            dependencies: ["AdjointCore", "AdjointFormats", "AdjointOperations", "AdjointRuntime", "AdjointMetaGraph"]),
        .target(
            name: "Adjoint",
            dependencies: [
                "AdjointCore", "AdjointFormats", "AdjointOperations", "AdjointRuntime", "AdjointLayers",
                "AdjointMetaGraph", "AdjointTraining",
            ]),
        .executableTarget(name: "adjoint-cli", dependencies: ["Adjoint"]),
        .executableTarget(
            name: "mnist", dependencies: ["Adjoint"], path: "Sources/Examples/mnist", resources: [.copy("Resources")]),
        .executableTarget(name: "reuse", dependencies: ["Adjoint"], path: "Sources/Examples/reuse"),
        .testTarget(name: "AdjointKernelsTests", dependencies: ["AdjointKernels", "CAdjointKernels"]),
        .testTarget(name: "AdjointCoreTests", dependencies: ["AdjointCore"]),
        .target(name: "FileTestSupport", dependencies: ["AdjointFormats"], path: "Tests/FileTestSupport"),
        .executableTarget(
            name: "fuzz",
            dependencies: ["Adjoint", "AdjointFormats", "CAllocationCounter", "FileTestSupport", "OperationCases"],
            path: "Tests/Fuzz"),
        .executableTarget(name: "graft", dependencies: ["Adjoint"], path: "Tests/Corpus/graft"),
        .executableTarget(name: "crash", dependencies: ["Adjoint"], path: "Tests/Crash"),
        .testTarget(name: "AdjointFormatsTests", dependencies: ["AdjointFormats", "FileTestSupport"]),
        .testTarget(
            name: "AdjointOperationsTests", dependencies: ["Adjoint", "FileTestSupport", "OperationCases"]),
        .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
        .testTarget(name: "AdjointRuntimeTests", dependencies: ["Adjoint", "CAllocationCounter", "OperationCases"]),
        .testTarget(name: "AdjointLayersTests", dependencies: ["Adjoint"]),
        .testTarget(name: "AdjointMetaGraphTests", dependencies: ["Adjoint", "FileTestSupport", "OperationCases"]),
        // A program that fills a feature cache, and that tests kill while it does.
        .target(name: "FrozenNetworks", dependencies: ["Adjoint"], path: "Tests/FrozenNetworks"),
        .executableTarget(
            name: "feature-cache-process", dependencies: ["Adjoint", "FrozenNetworks"],
            path: "Tests/FeatureCacheProcess"),
        .testTarget(
            name: "AdjointTrainingTests",
            dependencies: ["Adjoint", "FileTestSupport", "FrozenNetworks", "feature-cache-process"]),
        .testTarget(name: "AdjointTests", dependencies: ["Adjoint", "FileTestSupport"]),
        .testTarget(name: "AdjointCommandTests", dependencies: ["adjoint-cli", "Adjoint", "FileTestSupport"]),
        .testTarget(name: "MNISTTests", dependencies: ["mnist", "Adjoint", "FileTestSupport"]),
        // The examples of every op, which both conformance and interop tests go through.
        .target(name: "OperationCases", dependencies: ["Adjoint"], path: "Tests/ConformanceTests/Cases"),
        .testTarget(name: "ConformanceTests", dependencies: ["Adjoint", "OperationCases"], exclude: ["Cases"]),
        // The programs that train as their twins in TensorFlow do, which both training and interop tests run.
        .target(name: "TrainingPrograms", dependencies: ["Adjoint"], path: "Tests/TrainingTests/Programs"),
        .testTarget(name: "TrainingTests", dependencies: ["Adjoint", "TrainingPrograms"], exclude: ["Programs"]),
        .testTarget(
            name: "InteropTests", dependencies: ["Adjoint", "FileTestSupport", "OperationCases", "TrainingPrograms"],
            exclude: ["python"]),
    ]
)

let cTargets: Set = ["CAdjointKernels", "CAllocationCounter"]

for target in package.targets where !cTargets.contains(target.name) {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .swiftLanguageMode(.v6),
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
        ]
}
