import Images

/// The picture that a probe sends: a red square on grey, far from where any two coordinate spaces agree.
struct ProbePicture {
    /// How often the smallest such picture goes into it along each side.
    var scale = 1

    /// Whole multiples of 28 and of 32, so that the servers' own resizing leaves it as it is.
    var size: Size<ImageSpace> { Size(width: 1344 * scale, height: 896 * scale) }
    /// The centre of the square.
    var target: Point<ImageSpace> { Point(x: 1064 * Double(scale), y: 266 * Double(scale)) }

    var image: Image {
        let side = 64.0 * Double(scale)
        return unsafe Image(width: size.width, height: size.height) { _ in }.drawing { canvas in
            canvas.fill(Box(x: 0, y: 0, width: Double(size.width), height: Double(size.height)), Self.grey)
            canvas.fill(Box(x: target.x - side / 2, y: target.y - side / 2, width: side, height: side), Self.red)
        }
    }

    /// A small picture without a target, of which many fit into a request.
    static var blank: Image {
        unsafe Image(width: 224, height: 224) { _ in }.drawing {
            $0.fill(Box(x: 0, y: 0, width: 224, height: 224), grey)
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
