/// The value of a node's attribute: one case for each kind that TensorFlow's `AttrValue` has.
public enum AttributeValue: Sendable, Hashable {
    /// Bytes, not necessarily UTF-8.
    case string(TensorString)
    case int(Int64)
    case float(Float)
    case bool(Bool)
    case type(DType)
    case shape(Shape)
    case tensor(NDArray)
    /// A function of the graph's library by name, with its attributes.
    case function(FunctionReference)
    case list(AttributeList)
    /// A placeholder inside a function body, by name.
    case placeholder(String)
    /// An encoded `AttrValue` that is carried through unread.
    case encoded([UInt8])

    /// A string attribute from Swift text.
    public static func string(_ text: String) -> AttributeValue { .string(TensorString(text)) }
}

/// The value of a list attribute. An empty list has no kind of its own, as in the wire format.
public enum AttributeList: Sendable, Hashable {
    case empty
    case strings([TensorString])
    case ints([Int64])
    case floats([Float])
    case bools([Bool])
    case types([DType])
    case shapes([Shape])
    case tensors([NDArray])
    case functions([FunctionReference])
}

/// A function named by an attribute.
public struct FunctionReference: Sendable, Hashable {
    /// The function's name in the library.
    public var name: String
    /// The attributes it is instantiated with.
    public var attributes: Attributes

    /// A reference from its parts.
    public init(name: String, attributes: Attributes = Attributes()) {
        self.name = name
        self.attributes = attributes
    }
}

/// A node's attributes: few, so a sorted array rather than a hash table.
public struct Attributes: Sendable, Hashable {
    /// Name and value, sorted by name.
    public private(set) var entries: [Entry]

    /// One attribute.
    public struct Entry: Sendable, Hashable {
        /// The attribute's name, as in TensorFlow's OpDef.
        public var name: String
        /// Its value.
        public var value: AttributeValue
    }

    /// No attributes.
    public init() { entries = [] }

    /// The given attributes; a later one replaces an earlier one of the same name.
    public init(_ pairs: some Sequence<(String, AttributeValue)>) {
        entries = []
        for (name, value) in pairs { self[name] = value }
    }

    /// The value of attribute `name`, `nil` if absent. O(number of attributes).
    public subscript(name: String) -> AttributeValue? {
        get { entries.first { $0.name == name }?.value }
        set {
            let index = entries.firstIndex { $0.name >= name } ?? entries.endIndex
            let isPresent = index < entries.endIndex && entries[index].name == name
            switch (newValue, isPresent) {
            case (let value?, true): entries[index].value = value
            case (let value?, false): entries.insert(Entry(name: name, value: value), at: index)
            case (nil, true): entries.remove(at: index)
            case (nil, false): break
            }
        }
    }

    /// These attributes, and those of `others` that are not among them.
    func merging(_ others: Attributes) -> Attributes {
        if entries.isEmpty { return others }
        var result = self
        for entry in others.entries where self[entry.name] == nil { result[entry.name] = entry.value }
        return result
    }
}

// The attribute `_class`, which states where an op lives: `loc:@name`.
extension Attributes {
    /// What ops state that live with the operation of that name.
    init(location name: String) {
        entries = [Entry(name: "_class", value: .list(.strings([TensorString("loc:@" + name)])))]
    }

    /// The entries of the attribute.
    var classes: [TensorString] {
        guard case .list(.strings(let classes))? = self["_class"] else { return [] }
        return classes
    }

    /// The name of the operation that an op of these attributes lives with; `nil` if it lives by itself.
    var location: String? {
        guard let location = classes.first(where: \.isLocation) else { return nil }
        return String(decoding: location.bytes.dropFirst(5), as: UTF8.self)
    }

    /// Whether the attributes state one place and nothing else: then ops can share them as they are.
    var isLocation: Bool { entries.count == 1 && classes.count == 1 && classes[0].isLocation }
}

extension TensorString {
    /// Whether it is `loc:@` and a name.
    fileprivate var isLocation: Bool { bytes.starts(with: "loc:@".utf8) }
}

extension Attributes: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, AttributeValue)...) { self.init(elements) }
}

extension AttributeValue: CustomStringConvertible {
    public var description: String {
        switch self {
        case .string(let value): "\"\(value)\""
        case .int(let value): "\(value)"
        case .float(let value): "\(value)"
        case .bool(let value): "\(value)"
        case .type(let value): value.name
        case .shape(let value): "\(value)"
        case .tensor(let value): "<\(value)>"
        case .function(let value): value.name
        case .list(let value): "\(value)"
        case .placeholder(let value): "$\(value)"
        case .encoded(let value): "<\(value.count) bytes>"
        }
    }
}
