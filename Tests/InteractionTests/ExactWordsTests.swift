import Interaction
import Testing

@Suite struct ExactWordsTests {
    @Test(arguments: [
        ("Total: 7", "Total: 7"), ("Total: 7", "Total: 7 items"), ("Total: 7", "(Total: 7)."), ("7", "Total:7"),
        ("Place order", "Place order…"), ("report.txt", "*report.txt - Mousepad"),
        ("report.txt", "/home/ada/report.txt"),
        ("Name is abc", "Name: Name is abc"), ("3 x Bread", "3x Bread"), ("Log in", "Login"), ("it's", "it’s"),
        ("a - b", "a – b"), ("東京", "東京都"), ("OK", "\"OK\""), ("+", "+"), ("-7", "−7"), (".5", ".5"),
        ("7:30", "at 7:30"),
        ("ready", "state=ready"),
    ])
    func `words stand whole, whatever is around them`(wanted: String, text: String) {
        #expect(ExactWords(wanted).stand(in: ExactWords(text)))
    }

    @Test(arguments: [
        ("Total: 7", "Total: 7.50"), ("Total: 7", "Total: 77"), ("Total: 7", "Total: -7"), ("Total: 7", "total: 7"),
        ("Total: 7", "Subtotal: 7"), ("Total: 7", "Total: 7,50"), ("7", "7/8"), ("7", "7:30"), ("12", "1 2"),
        ("1 2", "12"), ("1200", "1,200"), ("Place older", "Place order"), ("Place order", "PLACE ORDER"),
        ("Place order", "Place orders"), ("notes", "notes.txt"), ("O", "0"), ("l", "1"), ("5", ".5"), ("+", "÷"),
        ("7", "7%"),
        ("OK", ""), ("", "OK"), ("a b", "a x b"),
    ])
    func `another case, number, word or part of a word is something else`(wanted: String, text: String) {
        #expect(!ExactWords(wanted).stand(in: ExactWords(text)))
    }

    @Test func `the labels nearest to missing words are named, the nearest first`() {
        let labels = ["File", "Total: 7.50", "Subtotal", "Totl: 7"]
        #expect(NearestLabels.of("Total: 7", among: labels) == ["Total: 7.50", "Totl: 7", "Subtotal"])
        #expect(NearestLabels.of("Quit", among: ["Save", "Open"]).isEmpty)
    }
}
