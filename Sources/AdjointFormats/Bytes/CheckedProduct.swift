/// The product of `factors`, all of which must be at least 0, times `unit`; nil where one is negative or the product
/// does not fit an `Int`.
///
/// A zero factor makes the product 0 however large the others are.
func checkedProduct(_ factors: some Collection<Int>, times unit: Int = 1) -> Int? {
    guard factors.allSatisfy({ $0 >= 0 }) else { return nil }
    if factors.contains(0) { return 0 }
    var product = unit
    for factor in factors {
        let (next, overflow) = product.multipliedReportingOverflow(by: factor)
        if overflow { return nil }
        product = next
    }
    return product
}
