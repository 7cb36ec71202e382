/// A system of coordinates. Points and boxes name theirs, so that mixing two does not compile.
package protocol CoordinateSpace: Sendable {}

/// Pixels of the root window, origin at the top left of all monitors.
package enum ScreenSpace: CoordinateSpace {}

/// Pixels of one screenshot; a capture of a region or window has its own origin.
package enum ImageSpace: CoordinateSpace {}

/// Pixels of the resized image that the model saw.
package enum ModelSpace: CoordinateSpace {}

/// Thousandths of an image's width and height, for dialects that answer so.
package enum PerMilleSpace: CoordinateSpace {}
