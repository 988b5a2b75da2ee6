public import AdjointCore
import Synchronization

/// A key or value of a table: a string's bytes, or the bits of anything else.
enum TableElement: Hashable, Sendable {
    case text([UInt8])
    case bits(UInt64)

    /// An element as it stands in memory.
    init(_ dtype: DType, _ pointer: UnsafeRawPointer, at index: Int) {
        guard dtype != .string else {
            self = .text(pointer.assumingMemoryBound(to: TensorString.self)[index].bytes)
            return
        }
        var bits: UInt64 = 0
        withUnsafeMutableBytes(of: &bits) {
            $0.baseAddress?.copyMemory(from: pointer + index * dtype.byteCount, byteCount: dtype.byteCount)
        }
        self = .bits(bits)
    }

    /// Writes the element where others of its type stand.
    func write(_ dtype: DType, to pointer: UnsafeMutableRawPointer, at index: Int) {
        switch self {
        case .text(let bytes):
            pointer.assumingMemoryBound(to: TensorString.self)[index] = TensorString(bytes: bytes)
        case .bits(let bits):
            withUnsafeBytes(of: bits) {
                guard let base = $0.baseAddress else { return }
                (pointer + index * dtype.byteCount).copyMemory(from: base, byteCount: dtype.byteCount)
            }
        }
    }
}

/// What a table's handle refers to: values by keys. It belongs to a session and its node, or the nodes
/// that share it, as a variable does.
final class LookupTable: Sendable {
    private struct Entries {
        /// The place of each key in `keys`; its values stand at the same place.
        var places: [TableElement: Int] = [:]
        var keys: [TableElement] = []
        var values: [[TableElement]] = []
        var isInitialized = false

        mutating func append(_ key: TableElement, _ value: [TableElement]) {
            places[key] = keys.count
            keys.append(key)
            values.append(value)
        }
    }

    let keyType: DType
    let valueType: DType
    /// The shape of a value.
    let valueDimensions: [Int]
    /// Whether entries can be changed; otherwise they are set once.
    let isMutable: Bool
    private let entries: Mutex<Entries>

    init(_ keyType: DType, _ valueType: DType, valueDimensions: [Int] = [], isMutable: Bool) {
        self.keyType = keyType
        self.valueType = valueType
        self.valueDimensions = valueDimensions
        self.isMutable = isMutable
        entries = Mutex(Entries(isInitialized: isMutable))
    }

    /// - Throws: ``OperationError`` unless the keys and values are of the given types.
    func check(_ keyType: DType?, _ valueType: DType?) throws {
        guard keyType ?? self.keyType == self.keyType, valueType ?? self.valueType == self.valueType else {
            throw OperationError("the table maps \(self.keyType.name) to \(self.valueType.name)")
        }
    }

    /// The number of elements of a value.
    var width: Int { valueDimensions.reduce(1, *) }

    /// The number of keys.
    func count() throws -> Int { try read { $0.keys.count } }

    /// Sets the entries of a table that is not mutable; setting the same ones again changes nothing.
    func initialize(_ keys: [TableElement], _ values: [[TableElement]]) throws {
        guard !isMutable else { return insert(keys, values) }
        try entries.withLock { entries in
            guard !entries.isInitialized else {
                let isSame =
                    Set(keys).count == entries.keys.count
                    && zip(keys, values).allSatisfy { key, value in
                        entries.places[key].map { entries.values[$0] == value } ?? false
                    }
                guard isSame else { throw OperationError("the table was initialized with other entries") }
                return
            }
            for (key, value) in zip(keys, values) {
                if let place = entries.places[key] {
                    guard entries.values[place] == value else {
                        throw OperationError("a key occurs twice, with different values")
                    }
                } else {
                    entries.append(key, value)
                }
            }
            entries.isInitialized = true
        }
    }

    /// Adds entries, or replaces them.
    func insert(_ keys: [TableElement], _ values: [[TableElement]]) {
        entries.withLock { entries in
            for (key, value) in zip(keys, values) {
                if let place = entries.places[key] {
                    entries.values[place] = value
                } else {
                    entries.append(key, value)
                }
            }
        }
    }

    /// Takes entries away.
    func remove(_ keys: [TableElement]) {
        entries.withLock { entries in
            let gone = Set(keys)
            let kept = zip(entries.keys, entries.values).filter { !gone.contains($0.0) }
            entries = Entries(isInitialized: true)
            for (key, value) in kept { entries.append(key, value) }
        }
    }

    /// Takes all entries away.
    func removeAll() { entries.withLock { $0 = Entries(isInitialized: true) } }

    /// The values of keys, `nil` where there is none.
    func find(_ keys: [TableElement]) throws -> [[TableElement]?] {
        try read { entries in keys.map { entries.places[$0].map { entries.values[$0] } } }
    }

    /// All entries, in the order they were added.
    func all() throws -> (keys: [TableElement], values: [[TableElement]]) { try read { ($0.keys, $0.values) } }

    private func read<Result: Sendable>(_ body: (Entries) throws -> Result) throws -> Result {
        try entries.withLock { entries in
            guard entries.isInitialized else {
                throw OperationError("the table is not initialized; run the graph's table initializers first")
            }
            return try body(entries)
        }
    }
}

extension KernelArguments {
    /// The table whose handle is input 0, which must have keys and values of the given types.
    func table(_ keyType: DType? = nil, _ valueType: DType? = nil) throws -> LookupTable {
        let table = try object(0, as: LookupTable.self, "table")
        try table.check(keyType, valueType)
        return table
    }

    /// The elements of an input as keys or values.
    func elements(_ index: Int, _ operand: BindingContext.Operand) -> [TableElement] {
        let pointer = UnsafeRawPointer(rawInput(index))
        return (0..<operand.count).map { TableElement(operand.dtype, pointer, at: $0) }
    }

    /// The elements of an input as values of a table, for as many keys.
    func values(_ index: Int, _ operand: BindingContext.Operand, of table: LookupTable, count: Int) throws
        -> [[TableElement]]
    {
        let width = table.width
        guard operand.count == count * width else {
            throw OperationError("\(count) keys do not go with values of shape \(Shape(operand.dimensions))")
        }
        let elements = elements(index, operand)
        return (0..<count).map { Array(elements[$0 * width..<($0 + 1) * width]) }
    }
}

extension NDArray {
    /// An array of keys or values of tables.
    init(_ elements: [TableElement], as dtype: DType, dimensions: [Int]) {
        self.init(zeros: dtype, dimensions: dimensions)
        for (index, element) in elements.enumerated() { element.write(dtype, to: storage.baseAddress, at: index) }
    }
}

/// What all ops that give out the handle of a table state.
public struct LookupTableSettings: Sendable, Hashable {
    static let attributes: [AttributeKey<LookupTableSettings>] = [
        .type("key_dtype", \.keyType, required: true), .type("value_dtype", \.valueType, required: true),
        .string("container", \.container), .string("shared_name", \.sharedName),
        .bool("use_node_name_sharing", \.usesNodeName),
    ]

    /// The element type of the keys.
    public var keyType = DType.string
    /// The element type of the values.
    public var valueType = DType.int64
    /// The group of names that ``sharedName`` belongs to.
    public var container = ""
    /// What the table is shared under: one name in one container is one table. Empty for a table of the node's own.
    public var sharedName = ""
    /// Whether the node's name is what it is shared under where ``sharedName`` is empty.
    public var usesNodeName = false
}

/// An op that gives out the handle of a table.
protocol LookupTableOperation: OperationDefinition {
    var settings: LookupTableSettings { get set }
    /// The shape of a value.
    var valueShape: Shape { get }
    /// Whether entries can be changed.
    static var isMutable: Bool { get }
}

extension LookupTableOperation {
    public static var signature: OperationSignature {
        OperationSignature(inputs: [], outputs: [.tensor("table_handle", .resource)])
    }

    public static var attributes: [AttributeKey<Self>] { tableAttributes }

    /// The attributes that all tables have.
    static var tableAttributes: [AttributeKey<Self>] {
        LookupTableSettings.attributes.map { $0.within(\Self.settings) }
    }

    var valueShape: Shape { .scalar }

    public var traits: OperationTraits { .outsideEffect }

    public var resourceName: ResourceName? {
        guard settings.usesNodeName || !settings.sharedName.isEmpty else { return nil }
        return ResourceName(kind: "table", container: settings.container, nameUnlessEmpty: settings.sharedName)
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    public static var gradient: GradientRule<Self> { .stopsGradient(reason: "a handle is not a number") }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        guard let dimensions = valueShape.dimensions else {
            throw OperationError("the shape of the table's values must be known, not \(valueShape)")
        }
        let (keyType, valueType) = (settings.keyType, settings.valueType)
        for dtype in [keyType, valueType] where dtype != .string && (dtype.isManaged || dtype.byteCount > 8) {
            throw OperationError("there is no table of \(dtype.name)")
        }
        let table = context.state.state(LookupTable.self) {
            LookupTable(keyType, valueType, valueDimensions: dimensions, isMutable: Self.isMutable)
        }
        try table.check(keyType, valueType)
        return Kernel { arguments in arguments.output(0, as: AnyObject?.self).pointee = table }
    }
}
