/// A loop's body, as it is lent to other threads for the time of a call.
///
/// Swift lets a non-escaping closure only be called or passed on, both on the same thread, and `withoutActuallyEscaping`
/// allocates a box for it; a kernel that may not allocate can use neither. So this keeps the closure's two words, its
/// function and its context, as plain numbers.
///
/// Why this works: a function's parameter of type `(Int) -> Void` that does not escape, and a parameter that is a structure
/// of two words, are passed alike in Swift's calling convention: two general registers, nothing retained. So a function
/// that takes the one may be called as one that takes the other. The functions are kept in structures because there,
/// unlike behind a generic parameter, they keep their natural calling convention.
///
/// Its user must not call it after the function that was given the closure has returned, and that function must not be
/// inlined, lest the optimizer see that the closure goes nowhere (``WorkerTeam/run(_:_:)`` sees to both).
struct BorrowedBody {
    private let function: UInt
    private let context: UInt

    private struct ConvertBody { let convert: (_ body: (Int) -> Void) -> BorrowedBody }
    private struct ConvertWords { let convert: @Sendable (_ words: BorrowedBody) -> BorrowedBody }
    private struct CallBody { let call: @Sendable (_ body: (Int) -> Void, _ index: Int) -> Void }
    private struct CallWords { let call: (_ words: BorrowedBody, _ index: Int) -> Void }

    init(_ body: (Int) -> Void) {
        self = unsafeBitCast(ConvertWords { $0 }, to: ConvertBody.self).convert(body)
    }

    /// Runs one iteration.
    func callAsFunction(_ index: Int) {
        unsafeBitCast(CallBody { $0($1) }, to: CallWords.self).call(self, index)
    }
}
