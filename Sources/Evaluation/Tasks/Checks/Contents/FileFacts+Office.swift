import Formats
import Images
import JSON

extension FileFacts {
    /// The cells' values, and the formulas.
    init(_ book: Workbook, formulas: [String]) {
        var values: [String: String] = [:]
        for (index, sheet) in book.sheets.enumerated() {
            let name = book.sheets.count > 1 ? "sheet \(index + 1) " : ""
            for (place, cell) in sheet.cells {
                guard let value = cell.value else { continue }
                values["\(name)\(place)"] = value.plain
            }
        }
        for (index, formula) in formulas.enumerated() { values["formula \(index + 1)"] = formula }
        self.init(kind: .sheet, values: values)
    }

    /// Paragraphs with their looks, tables, footers and pictures.
    init(_ document: TextDocument, looks: [String]) {
        var values: [String: String] = [:]
        for (index, paragraph) in document.paragraphs.enumerated() {
            let place = "paragraph \(index + 1)"
            values[place] = paragraph.text
            let alignment = paragraph.alignment ?? "left"
            values["\(place), alignment"] = ["start", "left"].contains(alignment.lowercased()) ? "left" : alignment
            if let spacing = paragraph.lineSpacing { values["\(place), line spacing"] = "\(spacing)" }
            if paragraph.pageBreaks > 0 { values["\(place), page breaks"] = "\(paragraph.pageBreaks)" }
        }
        for (index, look) in looks.enumerated() { values["paragraph \(index + 1), looks"] = look }
        for (table, rows) in document.tables.enumerated() {
            for (row, cells) in rows.enumerated() {
                values["table \(table + 1), row \(row + 1)"] = cells.joined(separator: " | ")
            }
        }
        for (index, footer) in document.footers.enumerated() { values["footer \(index + 1)"] = footer }
        for (index, picture) in document.pictures.enumerated() {
            values["picture \(index + 1)"] = ContentHash.hexadecimal(of: picture)
        }
        self.init(kind: .document, values: values)
    }

    /// What stands on each slide, where and how.
    init(_ presentation: Presentation) {
        var values: [String: String] = [:]
        for (number, slide) in presentation.slides.enumerated() {
            let place = "slide \(number + 1)"
            if !slide.notes.isEmpty { values["\(place), notes"] = slide.notes }
            if let colour = slide.background { values["\(place), background"] = "\(colour)" }
            for (index, shape) in slide.shapes.enumerated() {
                let shapePlace = "\(place), shape \(index + 1)"
                values[shapePlace] = shape.text ?? shape.kind.rawValue
                values["\(shapePlace), frame"] = "\(shape.frame)"
                for (line, paragraph) in (shape.paragraphs ?? []).enumerated() {
                    let looks = paragraph.runs.map { run in
                        [
                            run.fontName, run.fontSize.map { "\($0)" }, run.isBold == true ? "bold" : nil,
                            run.isItalic == true ? "italic" : nil, run.colour.map { "\($0)" }, run.underline,
                        ].compactMap(\.self).joined(separator: " ")
                    }
                    values["\(shapePlace), paragraph \(line + 1), looks"] =
                        ([paragraph.alignment ?? "left"] + looks.withoutRepetitions).joined(separator: "; ")
                }
            }
        }
        self.init(kind: .presentation, values: values)
    }

    /// Size and pixels.
    init(_ picture: Picture) {
        var hash = ContentHasher()
        unsafe picture.image.withBytes { bytes in
            for y in 0..<picture.image.height {
                let start = y * picture.image.bytesPerRow
                unsafe hash.update(UnsafeRawBufferPointer(rebasing: bytes[start..<start + 4 * picture.image.width]))
            }
        }
        self.init(kind: .picture, values: ["size": picture.size, "pixels": hash.hexadecimal])
    }
}

extension CellValue {
    fileprivate var plain: String {
        switch self {
        case .number(let number), .date(let number): "\((number * 1e9).rounded() / 1e9)"
        case .text(let text): text
        case .truth(let truth): truth ? "TRUE" : "FALSE"
        case .error(let error): error
        }
    }
}

extension [String] {
    /// The texts without those that are the same as the one before.
    fileprivate var withoutRepetitions: [String] {
        reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }
}
