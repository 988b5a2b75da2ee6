import AdjointCore

extension KernelArguments {
    /// An input of int64 as numbers.
    func numbers(_ index: Int, count: Int) -> [Int] {
        let pointer = input(index, as: Int64.self)
        return (0..<count).map { Int(pointer[$0]) }
    }
}
