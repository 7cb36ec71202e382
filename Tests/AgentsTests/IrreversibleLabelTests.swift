import Agents
import Images
import Interaction
import Testing

/// Labels of programs, and whether pressing them counts as an act that cannot be undone.
struct IrreversibleLabelTests {
    @Test(arguments: [
        "Sender", "Absender", "Summit", "Remote", "Formal", "Discord", "Gender", "Reactivate", "Rebook", "Starter",
        "Anmelden", "Zählen", "Wörter zählen", "Wahlen", "Abwenden", "Senken", "Wenden", "Aufführen", "Ausfahren",
        "Laufen",
        "Blenden", "Lehren", "Verwerten", "Überschreiten", "Haufen", "Oublier", "Mot de passe oublié", "Achever",
        "Envoler",
        "Descargar", "Variar", "Bordar", "Formar", "Save", "Save As...", "Open", "Cancel", "Next", "Back", "Settings",
        "Preferences", "Help", "About", "Copy", "Paste", "Undo", "Find", "Zoom In", "Sort Order", "Tab order", "Posts",
        "Post code", "Poster", "Runtime", "Page Format", "Number format", "Formatting", "Send to Back", "Reset Zoom",
        "Zoom zurücksetzen", "Suchen und Ersetzen", "Find and Replace", "Payment method", "Deleted items", "Sent",
        "Removable disks", "Orders", "Speichern", "Öffnen", "Abbrechen", "Weiter", "Einstellungen", "Enregistrer",
        "Annuler", "Ouvrir", "Guardar", "Cancelar", "Abrir", "Kaydet", "İptal", "保存", "開く", "Buyer's guide",
    ])
    func `ordinary labels are none, though they resemble some`(label: String) async throws {
        #expect(try await isAllowed(label))
    }

    @Test(arguments: [
        "Send", "Send now", "Delete", "Delete permanently", "Erase disk", "Remove", "Pay", "Pay now", "Buy", "Purchase",
        "Order now", "Place order", "Checkout", "Overwrite", "Replace", "Replace All", "Discard", "Discard changes",
        "Don't Save", "Close without saving", "Quit", "Run", "Execute", "Format", "Format disk...", "Wipe", "Publish",
        "Post", "Submit", "Sign out", "Log out", "Shut Down", "Power Off...", "Restart", "Reboot", "Uninstall",
        "Empty Trash", "Transfer", "Deactivate", "Unsubscribe", "Reset", "Revoke", "Destroy", "Close account",
        "Senden", "Absenden", "Löschen", "Datei löschen", "Entfernen", "Bezahlen", "Zahlen", "Kaufen", "Bestellen",
        "Überschreiben", "Ersetzen", "Verwerfen", "Nicht speichern", "Beenden", "Ausführen", "Formatieren",
        "Veröffentlichen", "Abmelden", "Herunterfahren", "Neu starten", "Überweisen", "Zurücksetzen",
        "Envoyer", "Envoyez", "Supprimer", "Payer", "Acheter", "Écraser", "Ne pas enregistrer", "Quitter",
        "Enviar", "Eliminar", "Borrar", "Pagar", "No guardar", "Apagar", "Gönder", "Sil", "Kaydetme",
        "送信", "削除", "保存しない",
        // One letter misread, and letters of other scripts that look the same.
        "DeIete", "Delele", "Oelete", "5enden", "Lôschen", "Subrnit now, delete", "D\u{435}lete", "S\u{435}nd",
        "Ｄｅｌｅｔｅ",
        // Hidden behind what is ordinary.
        "Sort order, delete", "Send to Back office",
    ])
    func `labels of acts that cannot be undone are told, a misread letter notwithstanding`(label: String) async throws {
        #expect(try await !isAllowed(label))
    }

    private func isAllowed(_ label: String) async throws -> Bool {
        let gate = Gate(
            try GateRules(parsing: #"{"irreversible":"deny"}"#, file: "gate.json"), naming: OneLabel(label: label),
            asker: nil, now: { .zero })
        return await gate.judge(.pressing(.click(.left, at: Point(x: 50, y: 50))), on: .twoWindows(active: nil)).allowed
    }

    private struct OneLabel: ElementNaming {
        let label: String

        func name(at point: Point<ScreenSpace>, on screen: ScreenState) -> String? { label }
        func names(in box: Box<ScreenSpace>, on screen: ScreenState) -> [String] { [] }
    }
}
