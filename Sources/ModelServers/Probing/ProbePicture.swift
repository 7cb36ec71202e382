import Images

/// The picture that a probe sends: a red square on grey, far from where any two coordinate spaces agree.
enum ProbePicture {
    /// Whole multiples of 28 and of 32, so that the servers' own resizing leaves it as it is.
    static let size = Size<ImageSpace>(width: 1344, height: 896)
    /// The centre of the square.
    static let target = Point<ImageSpace>(x: 1064, y: 266)
    private static let side = 64.0

    static var image: Image {
        unsafe Image(width: size.width, height: size.height) { _ in }.drawing { canvas in
            canvas.fill(Box(x: 0, y: 0, width: Double(size.width), height: Double(size.height)), grey)
            canvas.fill(
                Box(x: target.x - side / 2, y: target.y - side / 2, width: side, height: side), red)
        }
    }

    private static let grey = Colour(red: 225, green: 225, blue: 225)
    private static let red = Colour(red: 220, green: 20, blue: 30)

    static let question = """
        The picture shows one red square on a grey ground. Where is the centre of the red square? Answer with nothing but \
        one JSON object: {"x": number, "y": number}
        """

    static let schema = """
        {"type": "object", "properties": {"x": {"type": "number"}, "y": {"type": "number"}}, "required": ["x", "y"], \
        "additionalProperties": false}
        """
}
