import AdjointCore
import Testing

@Suite struct ShapeTests {
    static let shapes: [Shape] = [
        .unknown, .scalar, [1], [3], [nil], [0], [2, 3], [nil, 3], [2, nil], [nil, nil], [1, 3], [5, 2, 3],
    ]

    @Test func mergingIsCommutativeAndIdempotent() {
        for a in Self.shapes {
            #expect(a.merged(with: a) == a)
            for b in Self.shapes { #expect(a.merged(with: b) == b.merged(with: a)) }
        }
    }

    @Test func aMergedShapeIsCompatibleWithBoth() {
        for a in Self.shapes {
            for b in Self.shapes {
                guard let merged = a.merged(with: b) else { continue }
                #expect(merged.isCompatible(with: a) && merged.isCompatible(with: b))
            }
        }
    }

    @Test func broadcastingIsCommutativeWithScalarAsUnit() {
        for a in Self.shapes {
            #expect(Shape.broadcast(a, .scalar) == a)
            for b in Self.shapes { #expect(Shape.broadcast(a, b) == Shape.broadcast(b, a)) }
        }
    }

    /// What broadcasting tells of partial shapes must hold for every concrete shape they can stand for.
    @Test func partialBroadcastingAgreesWithEveryInstance() {
        let partial: [Shape] = [[nil], [nil, 3], [2, nil], [1, nil]]
        for a in partial {
            for b in partial {
                for x in instances(of: a) {
                    for y in instances(of: b) {
                        guard let concrete = Shape.broadcast(x, y) else { continue }
                        let inferred = Shape.broadcast(a, b)
                        #expect(inferred != nil, "\(a) and \(b) can be \(x) and \(y)")
                        #expect(inferred?.isCompatible(with: concrete) == true)
                    }
                }
            }
        }
    }

    private func instances(of shape: Shape) -> [Shape] {
        var result: [[Int]] = [[]]
        for dimension in shape.partialDimensions! {
            result = result.flatMap { prefix in (dimension.map { [$0] } ?? [0, 1, 2, 3]).map { prefix + [$0] } }
        }
        return result.map { Shape($0) }
    }

    @Test func describesItselfAsTensorFlowDoes() {
        #expect("\(Shape([nil, 784]))" == "[?, 784]")
        #expect("\(Shape.unknown)" == "<unknown>")
        #expect("\(Shape.scalar)" == "[]")
    }

    @Test func negativeAxesCountFromTheEnd() {
        let shape: Shape = [2, nil, 5]
        #expect(shape[-1] == 5 && shape[0] == 2 && shape[1] == nil)
    }
}
