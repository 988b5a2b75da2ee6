public import AdjointCore
import AdjointFormats

/// The files whose names match patterns, sorted. TF: `MatchingFiles`.
///
/// pattern: a string or a vector of them. `*` stands for any run of characters but `/`, `?` for one of them, `[a-z]` for
/// one of a set and `[^a-z]` for one beside it, and a backslash takes the next character as it is.
public struct MatchingFiles: OperationDefinition {
    public static let type = "MatchingFiles"
    public static let signature = OperationSignature(
        inputs: [.tensor("pattern", .string)], outputs: [.tensor("filenames", .string)])

    public init() {}

    public var traits: OperationTraits {
        var traits = OperationTraits.dataDependent
        traits.isStateful = true
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard context.shape(0).rank ?? 0 <= 1 else {
            throw OperationError("patterns must be a scalar or a vector, not of shape \(context.shape(0))")
        }
        return [[nil]]
    }

    public static let gradient = GradientRule<MatchingFiles>.notDifferentiable(reason: "a file has no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let patterns = context.inputs[0]
        return Kernel { arguments in
            var names: [String] = []
            for pattern in patterns.strings(at: arguments.rawInput(0)) {
                do {
                    names += try Self.files(matching: pattern.description)
                } catch {
                    throw OperationError("the files '\(pattern)' cannot be looked up: \(error)")
                }
            }
            let sorted = names.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
            arguments.setOutput(0, NDArray(strings: sorted.map { TensorString(bytes: $0) }))
        }
    }

    /// The paths that match, found directory by directory.
    private static func files(matching pattern: String) throws -> [String] {
        let parts = pattern.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        var found = [pattern.hasPrefix("/") ? "/" : ""]
        for (depth, part) in parts.enumerated() {
            let isLast = depth == parts.count - 1
            guard !part.isEmpty else {
                // A slash behind another one stays.
                if depth > 0, !isLast { found = found.map { $0 + "/" } }
                continue
            }
            var next: [String] = []
            for directory in found {
                let isPlain = !part.contains { "*?[\\".contains($0) }
                if isPlain {
                    let path = directory + part
                    guard let kind = try POSIXFileSystem.posix.kind(of: path) else { continue }
                    if isLast { next.append(path) } else if kind == .directory { next.append(path + "/") }
                    continue
                }
                let matcher = FileNamePattern(part)
                let entries =
                    (try? POSIXFileSystem.posix.entries(ofDirectory: directory.isEmpty ? "." : directory)) ?? []
                for entry in entries where matcher.matches(entry) {
                    let path = directory + entry
                    if isLast {
                        next.append(path)
                    } else if try POSIXFileSystem.posix.kind(of: path) == .directory {
                        next.append(path + "/")
                    }
                }
            }
            found = next
        }
        return found.filter { !$0.isEmpty }
    }
}

/// A pattern of names in one directory.
struct FileNamePattern {
    private enum Element {
        case byte(UInt8)
        case anyByte
        case anyRun
        case set([ClosedRange<UInt8>], isInverted: Bool)
    }

    private var elements: [Element] = []

    init(_ pattern: String) {
        let bytes = Array(pattern.utf8)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "*"): elements.append(.anyRun)
            case UInt8(ascii: "?"): elements.append(.anyByte)
            case UInt8(ascii: "["):
                if let set = Self.set(bytes, &index) { elements.append(set) } else { elements.append(.byte(byte)) }
            case UInt8(ascii: "\\") where index < bytes.count:
                elements.append(.byte(bytes[index]))
                index += 1
            default: elements.append(.byte(byte))
            }
        }
    }

    /// The set behind an opening bracket, whose end `index` moves to; `nil` if it has none.
    private static func set(_ bytes: [UInt8], _ index: inout Int) -> Element? {
        guard let end = bytes[index...].dropFirst().firstIndex(of: UInt8(ascii: "]")) else { return nil }
        var members = bytes[index..<end]
        let isInverted = members.first == UInt8(ascii: "^") || members.first == UInt8(ascii: "!")
        if isInverted { members.removeFirst() }
        var ranges: [ClosedRange<UInt8>] = []
        while let first = members.first {
            members.removeFirst()
            if members.first == UInt8(ascii: "-"), let last = members.dropFirst().first {
                members.removeFirst(2)
                if first <= last { ranges.append(first...last) }
            } else {
                ranges.append(first...first)
            }
        }
        index = end + 1
        return .set(ranges, isInverted: isInverted)
    }

    /// Whether a name matches. O(name · pattern).
    func matches(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        var (place, element) = (0, 0)
        // Where to go on once what follows a run fails: with the run one byte longer.
        var retry: (place: Int, element: Int)?
        while place < bytes.count || element < elements.count {
            if element < elements.count {
                switch elements[element] {
                case .anyRun:
                    retry = (place + 1, element)
                    element += 1
                    continue
                case let one where place < bytes.count && Self.matches(bytes[place], one):
                    place += 1
                    element += 1
                    continue
                default: break
                }
            }
            guard let next = retry, next.place <= bytes.count else { return false }
            (place, element) = next
        }
        return true
    }

    private static func matches(_ byte: UInt8, _ element: Element) -> Bool {
        switch element {
        case .byte(let expected): byte == expected
        case .anyByte: true
        case .anyRun: false
        case .set(let ranges, let isInverted): ranges.contains { $0.contains(byte) } != isInverted
        }
    }
}
