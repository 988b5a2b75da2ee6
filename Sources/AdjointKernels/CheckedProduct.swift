/// The product of `factors`, all of which must be at least 0, times `unit`; nil where one is negative or the product
/// does not fit an `Int`.
///
/// A zero factor makes the product 0, but what the others give must fit all the same: so the product of any of them does,
/// in whatever order somebody multiplies.
@inlinable
package func checkedProduct(_ factors: some Collection<Int>, times unit: Int = 1) -> Int? {
    var product = unit
    for factor in factors {
        let (next, overflow) = product.multipliedReportingOverflow(by: max(factor, 1))
        guard factor >= 0, !overflow else { return nil }
        product = next
    }
    return factors.contains(0) ? 0 : product
}
