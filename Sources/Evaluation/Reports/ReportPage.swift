import Interaction

/// A report as one page of HTML that needs nothing else, readable on light and on dark.
struct ReportPage {
    let title: String
    /// Rules besides those of every report.
    var styles = ""
    /// Escaped already.
    let body: String

    var html: String {
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
        <title>\(title.escaped)</title>
        <style>
        \(Self.style)
        \(styles)</style></head>
        <body><h1>\(title.escaped)</h1>
        \(body)</body></html>

        """
    }

    private static let style = """
        :root { color-scheme: light dark; }
        body { font: 14px/1.5 system-ui, sans-serif; margin: 1.5rem auto; max-width: 64rem; padding: 0 1rem; }
        pre, code { white-space: pre-wrap; overflow-wrap: anywhere; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        td, th { padding: .15rem .7rem; text-align: right; border-bottom: 1px solid #8884; }
        td:first-child, th[colspan] { text-align: left; }
        """
}

extension String {
    /// The text as HTML shows it; invisible characters, which could reorder what is read, are shown by their numbers.
    var escaped: String { MarkupText.escaped(TerminalText.lines(self)) }
}
