import Interaction
import JSON

extension Deviation {
    /// All of them; one that no case shows any more is an error.
    static let all: [Deviation] = texts + tables + documents + pictures + pictureChanges + presentations

    private static let texts = [
        Deviation(["literal_match"], "JSON does not tell 1 from 1.0, so both are written the same.") { entry, ours in
            ours == 1 && entry.json["result"]?["value"]?.text == "1" && entry.json["expected"]?["value"]?.text == "1"
        },
        Deviation(
            ["compare_text_file", "diff_text_file", "check_csv"],
            "The published function lets UnicodeDecodeError out; files that are both Latin-1, and tables in it, are read."
        ) { entry, ours in ours == 1 && entry.json["answer"]?.string == "raises UnicodeDecodeError" },
        Deviation(
            ["check_csv"],
            "A number in a rule is compared with what the file has for it; the published function never finds it."
        ) { entry, _ in entry.json["expected"]?.text.contains("{\"n\":1}") ?? false },
        Deviation(
            ["check_direct_json_object"],
            "With ignore_list_order the published function sorts the option itself, and always gives 0."
        ) { entry, ours in ours == 1 && entry.json["expected"]?.text.contains("ignore_list_order") ?? false },
        Deviation(
            ["check_config_status"], "A line of blanks is skipped; the published function lets IndexError out."
        ) { entry, ours in ours == 1 && entry.json["answer"]?.string == "raises IndexError" },
        Deviation(
            ["check_thunderbird_prefs"], "Of a setting that stands twice the last counts, as in Thunderbird."
        ) { entry, ours in ours == 1 && entry.json["expected"]?["value"]?["unexpect"]?["n"]?["ref"]?.number == 3 },
        Deviation(["run_sqlite3"], "A score is at most 1.") { entry, ours in ours == 1 && (entry.score ?? 0) > 1 },
    ]

    private static let tables = [
        Deviation(
            ["compare_table"],
            "An inline text with xml:space is a text; the published reader of single cells makes a map of it."
        ) { entry, ours in
            ours == 1 && entry.score == 0 && entry.json["options"]?.text.contains("\"range\":[\"A2\"]") ?? false
        },
        Deviation(
            ["compare_table"], "A truth value in a cell is one; the published reader of single cells gives nothing."
        ) { entry, _ in
            let text = entry.json["options"]?.text ?? ""
            return text.contains("\"method\":\"eq\",\"ref\":null") || text.contains("\"method\":\"eq\",\"ref\":true")
        },
    ]

    private static let documents = [
        Deviation(
            ["compare_docx_files"],
            "Repeated blanks, tabs and line breaks of an OpenDocument text count, as in docx; the published function drops them."
        ) { entry, ours in
            ours == 0 && entry.score == 1 && entry.json["result"]?["file"]?.string?.hasSuffix(".odt") ?? false
        },
        Deviation(
            ["has_page_numbers_in_footers"],
            "A document without footers has no page numbers; the published function finds nothing wrong."
        ) { entry, ours in ours == 0 && entry.score == 1 },
        Deviation(
            ["has_page_numbers_in_footers"],
            "A PAGE field is a page number before a program has filled it in, and a number may stand in any paragraph."
        ) { entry, ours in ours == 1 && entry.score == 0 },
        Deviation(
            ["compare_pdfs"], "pdftotext and PyMuPDF place a few white spaces differently."
        ) { entry, ours in abs((ours ?? 9) - (entry.score ?? 0)) < 0.05 },
    ]

    private static let pictures = [
        Deviation(
            ["compare_images"],
            "Of 16-bit grey the upper eight bits count; Pillow cuts it at 255, which makes most of it white."
        ) { entry, ours in (ours ?? 1) < 0.01 && entry.score == 1 },
        Deviation(["compare_images"], "A score is at least 0.") { entry, ours in ours == 0 && (entry.score ?? 0) < 0 },
        Deviation(
            ["compare_image_list"],
            "Pictures are compared as they are; the published function first reduces the found one to the expected one's greys or two colours."
        ) { entry, ours in ours == 0 && entry.score == 1 },
        Deviation(
            ["compare_image_list"],
            "The same colours are the same picture with a palette, too; the published function compares places in palettes."
        ) { entry, ours in ours == 1 && entry.score == 0 },
    ]

    private static let pictureChanges = [
        Deviation(
            ["check_triangle_position"],
            "The triangle has the second most frequent colour; the published function takes the second rarest, of two the background."
        ) { entry, ours in ours != nil && entry.score != nil },
        Deviation(
            ["check_green_background"],
            "The published function takes columns for rows, and lets IndexError out where a picture is no square."
        ) { entry, ours in ours == 1 && entry.json["answer"]?.string == "raises IndexError" },
        Deviation(
            ["check_contrast_increase_and_structure_sim"],
            "The same pixels in another order have the same contrast; the published function sums in single precision."
        ) { entry, ours in ours == 0 && entry.score == 1 },
    ]

    private static let presentations = [
        Deviation(
            ["compare_pptx_files"],
            "A shape without geometry is compared as any other; the published function lets NotImplementedError out."
        ) { entry, ours in ours == 1 && entry.json["answer"]?.string == "raises NotImplementedError" },
        Deviation(
            ["compare_pptx_files"],
            "A background of a theme's colour, or notes without text, are compared; the published function lets AttributeError out."
        ) { entry, ours in ours == 1 && entry.json["answer"]?.string == "raises AttributeError" },
        Deviation(
            ["compare_pptx_files"],
            "Where places do not count, a shape may state none; the published function lets TypeError out."
        ) { entry, ours in ours == 1 && entry.json["answer"]?.string == "raises TypeError" },
        Deviation(
            ["check_page_number_colors"],
            "A colour is read from its first digit; the published function skips that one, and so never finds blue."
        ) { entry, ours in
            let wanted = entry.json["expected"]?.text ?? ""
            return ours != nil && (wanted.contains("blue") || wanted.contains("black"))
        },
    ]
}
