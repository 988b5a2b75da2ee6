import AdjointKernels
import Testing

@Suite struct CheckedProductTests {
    @Test("products are checked for overflow, and zeros count as ones")
    func products() {
        #expect(checkedProduct([2, 3], times: 4) == 24)
        #expect(checkedProduct([], times: 4) == 4)
        #expect(checkedProduct([.max, 2]) == nil)
        #expect(checkedProduct([.max, 1, 0]) == 0)
        #expect(checkedProduct([.max, 2, 0]) == nil)
        #expect(checkedProduct([0, 2, .max]) == nil)
        #expect(checkedProduct([0, .max], times: 2) == nil)
        #expect(checkedProduct([-1, 0]) == nil)
    }
}
