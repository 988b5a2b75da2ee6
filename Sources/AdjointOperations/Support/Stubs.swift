import AdjointCore
extension Tensor {
    func shapeTensor(name: String? = nil) -> Tensor { self }
    func sum(axes: [Int], keepingDimensions: Bool, name: String? = nil) -> Tensor { self }
    func sum(axes: Tensor, keepingDimensions: Bool, name: String? = nil) -> Tensor { self }
    func reshaped(to: Tensor, name: String? = nil) -> Tensor { self }
    func cast(to: DType, name: String? = nil) -> Tensor { self }
    func zerosLike(file: StaticString = #fileID, line: UInt = #line) -> Tensor { self }
    func onesLike(name: String? = nil) -> Tensor { self }
}
func broadcastGradientAxes(_ x: Tensor, _ y: Tensor) -> (x: Tensor, y: Tensor) { (x, y) }
struct Identity: OperationDefinition {
    static let type = "Identity"
    static let signature = OperationSignature(inputs: [.tensor("x")], outputs: [.tensor("y")])
    init() {}
    func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }
    static let gradient = GradientRule<Identity>.stopsGradient(reason: "stub")
    func bind(_ context: borrowing BindingContext) throws -> Kernel { Kernel { _ in } }
}
extension Graph {
    func group(_ o: [Operation], name: String) -> Operation? { nil }
    func ones(shape: Tensor, dtype: DType, name: String) -> Tensor { shape }
}
