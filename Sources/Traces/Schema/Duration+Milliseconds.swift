extension Duration {
    /// In milliseconds, to the microsecond.
    var inMilliseconds: Double { (self / .microseconds(1)).rounded() / 1000 }
}
