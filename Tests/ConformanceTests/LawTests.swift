import Adjoint
import OperationCases
import Testing

/// Every law on every case of every op.
@Suite struct LawTests {
    @Test(arguments: OperationCase.all)
    func shapesAreInferredAsExecuted(_ operationCase: OperationCase) throws {
        for dtype in operationCase.dtypes { expectNone(try ShapeLaw.violations(of: operationCase, dtype)) }
    }

    @Test(arguments: OperationCase.all)
    func gradientsAgreeWithDifferences(_ operationCase: OperationCase) throws {
        expectNone(try GradientLaw.violations(of: operationCase))
    }

    @Test(arguments: OperationCase.all)
    func bitsDependOnNothingElse(_ operationCase: OperationCase) throws {
        for dtype in operationCase.dtypes { expectNone(try BitLaw.violations(of: operationCase, dtype)) }
    }

    @Test(arguments: OperationCase.all)
    func graphsSurviveTheRoundTrip(_ operationCase: OperationCase) throws {
        for dtype in operationCase.dtypes { expectNone(try RoundTripLaw.violations(of: operationCase, dtype)) }
    }

    @Test(arguments: OperationCase.all)
    func mistakesNameOpAndLine(_ operationCase: OperationCase) {
        for dtype in operationCase.dtypes { expectNone(MistakeLaw.violations(of: operationCase, dtype)) }
    }

    @Test func everyOpHasACase() throws {
        expectNone(
            try RegistryLaw.violations(of: OperationCase.all, registry: .standard, exemptions: Self.exemptions))
    }

    /// Op types without a case, and why.
    private static let exemptions = [
        "InitializeTableFromTextFile": filing, "InitializeTableFromTextFileV2": filing, "MergeV2Checkpoints": filing,
        "MatchingFiles": filing, "ReadFile": filing, "WriteFile": filing,
        "Restore": filing, "RestoreSlice": filing, "RestoreV2": filing, "Save": filing,
        "SaveSlices": filing, "SaveV2": filing,
        "MutableDenseHashTable": "no version of TensorFlow that runs here runs it: SharedNameTests",
        "PlaceholderV2": "it is Placeholder under another name, and no case has a value to feed it: PlaceholderTests",
    ]
    private static let filing = "it reads or writes files, and the laws run cases side by side: FileOperationTests"

    private func expectNone(_ violations: [Violation], sourceLocation: SourceLocation = #_sourceLocation) {
        for violation in violations { Issue.record("\(violation)", sourceLocation: sourceLocation) }
    }
}
