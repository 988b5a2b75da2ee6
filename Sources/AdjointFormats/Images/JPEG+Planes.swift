extension JPEG {
    /// The samples of one component.
    struct Plane {
        var width: Int
        var height: Int
        /// The distance of rows.
        var stride: Int
        var samples: [UInt8]

        func row(_ index: Int) -> ArraySlice<UInt8> {
            let start = max(0, min(height - 1, index)) * stride
            return samples[start..<(start + width)]
        }

        /// Twice as wide, interpolated.
        func doubledSmoothly() -> Plane {
            var result = Plane(width: 2 * width, height: height, stride: 2 * width, samples: [])
            result.samples.reserveCapacity(2 * width * height)
            for index in 0..<height {
                let row = row(index).map(Int.init)
                for place in 0..<width {
                    let left = place > 0 ? (3 * row[place] + row[place - 1] + 1) >> 2 : row[place]
                    let right = place < width - 1 ? (3 * row[place] + row[place + 1] + 2) >> 2 : row[place]
                    result.samples.append(UInt8(left))
                    result.samples.append(UInt8(right))
                }
            }
            return result
        }

        /// Twice as high, interpolated.
        func heightenedSmoothly() -> Plane {
            var result = Plane(width: width, height: 2 * height, stride: width, samples: [])
            result.samples.reserveCapacity(2 * width * height)
            for index in 0..<2 * height {
                let (near, far) = (row(index / 2), row(index / 2 + (index % 2 == 0 ? -1 : 1)))
                for (own, other) in zip(near, far) {
                    result.samples.append(UInt8((3 * Int(own) + Int(other) + (index % 2 == 0 ? 1 : 2)) >> 2))
                }
            }
            return result
        }

        /// Twice as wide and high, interpolated.
        func enlargedSmoothly() -> Plane {
            var result = Plane(width: 2 * width, height: 2 * height, stride: 2 * width, samples: [])
            result.samples.reserveCapacity(4 * width * height)
            for index in 0..<2 * height {
                let (near, far) = (row(index / 2), row(index / 2 + (index % 2 == 0 ? -1 : 1)))
                let sums = zip(near, far).map { 3 * Int($0) + Int($1) }
                for place in 0..<width {
                    let left = place > 0 ? (3 * sums[place] + sums[place - 1] + 8) >> 4 : (4 * sums[place] + 8) >> 4
                    let right =
                        place < width - 1 ? (3 * sums[place] + sums[place + 1] + 7) >> 4 : (4 * sums[place] + 7) >> 4
                    result.samples.append(UInt8(left))
                    result.samples.append(UInt8(right))
                }
            }
            return result
        }

        /// Every sample repeated.
        func repeated(_ horizontal: Int, _ vertical: Int) -> Plane {
            guard horizontal > 1 || vertical > 1 else { return self }
            var result = Plane(
                width: width * horizontal, height: height * vertical, stride: width * horizontal, samples: [])
            result.samples.reserveCapacity(result.width * result.height)
            for index in 0..<result.height {
                for sample in row(index / vertical) { result.samples += repeatElement(sample, count: horizontal) }
            }
            return result
        }
    }
}

extension JPEG.Decoder {
    /// The image that the coefficients stand for.
    func image(channels: Int, transform: JPEG.Transform, isSmooth: Bool) throws -> RasterImage {
        let wanted = channels == 0 ? components.count : channels
        let isLuminance = isLuminance
        // Of colors whose brightness stands apart, grey needs no more than that.
        let needed = wanted == 1 && isLuminance ? 1 : components.count
        let planes = try components.prefix(needed).map { component in
            try plane(of: component, transform: transform, isSmooth: isSmooth)
        }
        var image = RasterImage(height: height, width: width, channels: wanted, pixels: [])
        image.pixels.reserveCapacity(height * width * wanted)
        for index in 0..<height {
            let rows = planes.map { Array($0.row(index)) }
            for place in 0..<width {
                if planes.count == 1 {
                    image.pixels += repeatElement(rows[0][place], count: wanted)
                } else if wanted == 1 {
                    image.pixels.append(JPEG.grey(rows[0][place], rows[1][place], rows[2][place]))
                } else if isLuminance {
                    let color = JPEG.color(rows[0][place], blue: rows[1][place], red: rows[2][place])
                    image.pixels.append(color.red)
                    image.pixels.append(color.green)
                    image.pixels.append(color.blue)
                } else {
                    for row in rows { image.pixels.append(row[place]) }
                }
            }
        }
        return image
    }

    /// Whether the first component is the brightness, rather than red.
    private var isLuminance: Bool {
        guard components.count == 3 else { return true }
        if isJFIF { return true }
        if let adobeTransform { return adobeTransform != 0 }
        return components.map(\.identifier) != Array("RGB".utf8)
    }

    private func plane(of component: JPEG.Component, transform: JPEG.Transform, isSmooth: Bool) throws -> JPEG.Plane {
        guard let quantization = component.quantization else {
            throw FormatError(.malformed, format: "JPEG", "component \(component.identifier) has no scan, or no table")
        }
        var inverse = JPEG.InverseTransform(quantization, transform)
        let plane = JPEG.Plane(
            width: component.width, height: component.height, stride: component.blocksPerRow * 8,
            samples: inverse.plane(of: component))
        let most = most
        guard most.horizontal % component.horizontal == 0, most.vertical % component.vertical == 0 else {
            throw FormatError(
                .unsupported, format: "JPEG", "resolutions that differ by no whole number are not read")
        }
        let (horizontal, vertical) = (most.horizontal / component.horizontal, most.vertical / component.vertical)
        switch (horizontal, vertical) {
        case (2, 1) where isSmooth && component.width > 2: return plane.doubledSmoothly()
        case (2, 2) where isSmooth && component.width > 2: return plane.enlargedSmoothly()
        case (1, 2) where isSmooth: return plane.heightenedSmoothly()
        default: return plane.repeated(horizontal, vertical)
        }
    }
}

extension JPEG {
    /// Brightness and two differences as a color, in 16 bits of fraction. Source: T.871.
    static func color(_ luminance: UInt8, blue: UInt8, red: UInt8) -> (red: UInt8, green: UInt8, blue: UInt8) {
        let (b, r) = (Int(blue) - 128, Int(red) - 128)
        let greens: Int = -22554 * b - 46802 * r
        return (
            clamped(Int(luminance), 91881 * r), clamped(Int(luminance), greens), clamped(Int(luminance), 116_130 * b)
        )
    }

    /// A brightness and a share of the differences.
    private static func clamped(_ luminance: Int, _ share: Int) -> UInt8 {
        UInt8(max(0, min(255, luminance + ((share + 32768) >> 16))))
    }

    /// The brightness of a color.
    static func grey(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
        let sum: Int = 19595 * Int(red) + 38470 * Int(green)
        return UInt8((sum + 7471 * Int(blue) + 32768) >> 16)
    }
}
