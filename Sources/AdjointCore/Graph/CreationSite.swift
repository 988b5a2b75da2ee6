/// Where in a program's source a node was made.
///
/// Holds the literal itself, not a copy of it: making one costs nothing, and every node has one.
public struct CreationSite: Sendable {
    /// `Module/File.swift`, as `#fileID` gives it.
    public let fileID: StaticString
    /// The line, from 1.
    public let line: UInt

    /// A site from `#fileID` and `#line`.
    @inlinable public init(_ fileID: StaticString, _ line: UInt) {
        self.fileID = fileID
        self.line = line
    }
}

extension CreationSite: CustomStringConvertible {
    /// `File.swift:18`.
    public var description: String { "\("\(fileID)".split(separator: "/").last ?? ""):\(line)" }
}
