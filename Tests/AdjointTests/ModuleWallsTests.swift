import AdjointCore
import AdjointOperations
import Foundation
import Testing

/// The walls between modules, read off the sources: what docs/architecture.md says each may know.
@Suite struct ModuleWallsTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Module → the modules of this package that it may import.
    private static let allowed: [String: Set<String>] = [
        "AdjointKernels": ["CAdjointKernels"],
        "AdjointCore": ["AdjointKernels"],
        "AdjointFormats": ["AdjointKernels"],
        "AdjointOperations": ["AdjointCore", "AdjointFormats", "AdjointKernels"],
        "AdjointRuntime": ["AdjointCore", "AdjointKernels", "AdjointOperations"],
        "AdjointLayers": ["AdjointCore", "AdjointOperations"],
        "AdjointMetaGraph": ["AdjointCore", "AdjointFormats", "AdjointOperations", "AdjointRuntime"],
        "AdjointTraining": [
            "AdjointCore", "AdjointFormats", "AdjointOperations", "AdjointRuntime", "AdjointMetaGraph",
        ],
        "adjoint-cli": ["Adjoint"],
        "Examples": ["Adjoint"],
    ]

    private static func sources(of module: String) throws -> [(path: String, lines: [Substring])] {
        let folder = root.appending(path: "Sources/\(module)")
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        return try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.map { file in
            (file.lastPathComponent, try String(contentsOf: file, encoding: .utf8).split(separator: "\n"))
        }
    }

    private static func importedModule(_ line: Substring) -> String? {
        let words = line.split(separator: " ")
        guard let position = words.firstIndex(of: "import"), position + 1 < words.count,
            words[..<position].allSatisfy({
                $0.hasPrefix("@") || ["public", "internal", "private", "package"].contains($0)
            })
        else { return nil }
        return String(words[position + 1])
    }

    @Test(arguments: allowed.keys.sorted()) func modulesImportOnlyWhatStandsBeforeThem(_ module: String) throws {
        let sources = try Self.sources(of: module)
        #expect(!sources.isEmpty)
        for (path, lines) in sources {
            for line in lines {
                guard let imported = Self.importedModule(line), imported.contains("Adjoint") else { continue }
                #expect(Self.allowed[module]!.contains(imported), "\(module)/\(path) imports \(imported)")
            }
        }
    }

    @Test func theRuntimeNamesNoOp() throws {
        let types = Set(OperationRegistry.standard.definitions.keys)
        for (path, lines) in try Self.sources(of: "AdjointRuntime") {
            for line in lines where !line.drop(while: { $0 == " " }).hasPrefix("//") {
                let literals = line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
                    .filter { $0.offset % 2 == 1 }.map { String($0.element) }
                for literal in literals { #expect(!types.contains(literal), "\(path) names the op \(literal)") }
            }
        }
    }

    @Test func importsAreRecognized() {
        #expect(Self.importedModule("public import AdjointCore") == "AdjointCore")
        #expect(Self.importedModule("@_exported import AdjointCore") == "AdjointCore")
        #expect(Self.importedModule("/// import AdjointCore") == nil)
    }
}
