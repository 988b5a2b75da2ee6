/// A way in which a case breaks a law. Checkers return these rather than fail, so that they can be tested themselves.
package struct Violation: Error, CustomStringConvertible {
    package var law: String
    package var detail: String

    package init(_ law: String, _ detail: String) {
        self.law = law
        self.detail = detail
    }

    package var description: String { "\(law): \(detail)" }
}
