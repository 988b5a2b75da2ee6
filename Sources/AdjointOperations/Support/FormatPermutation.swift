import AdjointCore

/// An op on what is said of the dimensions of one data format, for another. TF: `src_format`, `dst_format`.
protocol FormatPermutation: OperationDefinition {
    /// The letters of the dimensions as they are.
    var sourceFormat: String { get set }
    /// The letters of the dimensions as they are wanted.
    var targetFormat: String { get set }
}

extension FormatPermutation {
    static var formatAttributes: [AttributeKey<Self>] {
        [.string("src_format", \Self.sourceFormat), .string("dst_format", \Self.targetFormat)]
    }

    public static var gradient: GradientRule<Self> { .stopsGradient(reason: "dimensions are integers") }

    /// For each letter of the source that is in `letters`, its place among those of the target.
    ///
    /// - Throws: ``OperationError`` if the formats are not the same four or five letters.
    func places(among letters: String? = nil) throws -> [Int] {
        let (source, target) = (Array(sourceFormat), Array(targetFormat))
        guard (4...5).contains(source.count), Set(source).count == source.count, target.count == source.count,
            Set(target) == Set(source)
        else { throw OperationError("'\(sourceFormat)' and '\(targetFormat)' are not the same four or five letters") }
        func kept(_ format: [Character]) -> [Character] { format.filter { letters?.contains($0) ?? true } }
        return kept(source).compactMap { kept(target).firstIndex(of: $0) }
    }
}
