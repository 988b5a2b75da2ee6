/// How a window slides along one dimension of an image.
public struct WindowAxis: Sendable, Hashable {
    /// The extent of the image.
    public var input: Int
    /// The elements of the window.
    public var window: Int
    /// How far the window moves from one place to the next; at least 1.
    public var stride: Int
    /// The distance between the window's elements; at least 1.
    public var dilation: Int
    /// How far the first place stands before the image.
    public var padding: Int
    /// The number of places.
    public var output: Int

    /// An axis from its parts.
    public init(input: Int, window: Int, stride: Int = 1, dilation: Int = 1, padding: Int = 0, output: Int) {
        precondition(stride >= 1 && dilation >= 1 && window >= 1, "a window needs positive strides and extents")
        (self.input, self.window, self.stride) = (input, window, stride)
        (self.dilation, self.padding, self.output) = (dilation, padding, output)
    }

    /// Where in the image, or beside it, element `element` of the window lies at place 0.
    func offset(ofElement element: Int) -> Int { element * dilation - padding }
}

/// A window that slides over a batch of images.
public struct SlidingWindow: Sendable, Hashable {
    /// The number of images.
    public var batch: Int
    /// The vertical axis.
    public var height: WindowAxis
    /// The horizontal axis.
    public var width: WindowAxis

    /// A window from its parts.
    public init(batch: Int, height: WindowAxis, width: WindowAxis) {
        (self.batch, self.height, self.width) = (batch, height, width)
    }

    /// The places in all images.
    public var placeCount: Int { batch * height.output * width.output }
}
