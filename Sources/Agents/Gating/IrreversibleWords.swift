import Foundation

/// Words on buttons and in menus that say that an act cannot be undone, in several languages. A language is one row.
package struct IrreversibleWords: Sendable {
    /// Words from the gate's file.
    var own: [String] = []

    /// - Parameter own: words besides the known ones.
    package init(own: [String] = []) { self.own = own }

    private static let known: [String: [String]] = [
        "en": [
            "send", "delete", "erase", "remove", "pay", "buy", "purchase", "order", "checkout", "place order",
            "overwrite",
            "replace", "discard", "dont save", "don't save", "without saving", "quit", "run", "execute", "format",
            "wipe",
            "publish", "post", "submit", "sign out", "log out", "logout", "shut down", "power off", "restart", "reboot",
            "uninstall", "empty trash", "transfer", "deactivate", "unsubscribe", "reset", "revoke", "destroy",
            "close account",
        ],
        "de": [
            "senden", "absenden", "löschen", "entfernen", "bezahlen", "zahlen", "kaufen", "bestellen", "überschreiben",
            "ersetzen", "verwerfen", "nicht speichern", "ohne zu speichern", "beenden", "ausführen", "formatieren",
            "veröffentlichen", "abmelden", "herunterfahren", "neu starten", "papierkorb leeren", "überweisen",
            "zurücksetzen",
        ],
        "fr": [
            "envoyer", "supprimer", "effacer", "payer", "acheter", "commander", "écraser", "remplacer", "abandonner",
            "ne pas enregistrer", "sans enregistrer", "quitter", "exécuter", "formater", "publier", "se déconnecter",
            "déconnexion", "éteindre", "redémarrer", "vider la corbeille", "réinitialiser",
        ],
        "es": [
            "enviar", "eliminar", "borrar", "pagar", "comprar", "pedir", "sobrescribir", "reemplazar", "descartar",
            "no guardar", "sin guardar", "salir", "ejecutar", "formatear", "publicar", "cerrar sesión", "apagar",
            "reiniciar",
            "vaciar papelera", "restablecer",
        ],
        "tr": [
            "gönder", "sil", "öde", "satın al", "sipariş ver", "üzerine yaz", "değiştir", "kaydetme", "kaydetmeden",
            "çık",
            "çalıştır", "biçimlendir", "yayınla", "oturumu kapat", "yeniden başlat", "çöpü boşalt", "sıfırla",
        ],
        "ja": [
            "送信", "削除", "消去", "支払", "購入", "注文", "上書き", "置換", "破棄", "保存しない", "終了", "実行", "フォーマット", "初期化",
            "公開", "投稿", "ログアウト", "サインアウト", "シャットダウン", "再起動", "ゴミ箱を空に",
        ],
    ]
    private static let all: [String] = known.values.flatMap { $0 }.sorted { $0.count > $1.count }

    /// The word that makes `name` one of an irreversible act; `nil` for another name, and for text that is too long for one.
    ///
    /// In words of six letters and more one letter may have been misread, unless that makes another word: "Sender" is not
    /// "senden". Letters of other scripts that look like Latin ones count as those.
    package func word(in name: String) -> String? {
        let words = Self.words(of: name)
        guard words.count <= 12, !OrdinaryWords.isLabel(words.joined(separator: " ")) else { return nil }
        return (own + Self.all).first { phrase in
            // Japanese does not part its words.
            if phrase.unicodeScalars.allSatisfy({ $0.value >= 0x3000 }) {
                return name.filter { !$0.isWhitespace }.contains(phrase)
            }
            let wanted = Self.words(of: phrase)
            guard !wanted.isEmpty, words.count >= wanted.count else { return false }
            return (0...(words.count - wanted.count)).contains { start in
                zip(words[start...], wanted).allSatisfy { Self.isLike($0, $1) }
            }
        }
    }

    /// Whether a button of this name only agrees to what its window asks.
    static func isAssent(_ name: String) -> Bool {
        let assents: Set<String> = [
            "ok", "yes", "confirm", "continue", "proceed", "apply", "accept", "ja", "weiter", "oui", "continuer", "sí",
            "si",
            "aceptar", "continuar", "evet", "tamam", "devam", "はい", "続行",
        ]
        return assents.contains(words(of: name).joined(separator: " "))
    }

    private static func words(of text: String) -> [String] {
        String(text.lowercased().map { lookAlikes[$0] ?? $0 })
            .split { !$0.isLetter && !$0.isNumber && $0 != "'" }.map(String.init)
    }

    /// Lower-case Cyrillic, Greek and full-width letters that look the same as a Latin letter.
    private static let lookAlikes: [Character: Character] = {
        let pairs = zip("аеіјорсухѕԁһԛԝοαιν’", "aeijopcyxsdhqwoaiv'").map { ($0, $1) }
        let wide = (0..<26).compactMap { index -> (Character, Character)? in
            guard let wide = Unicode.Scalar(0xff41 + index), let plain = Unicode.Scalar(0x61 + index) else {
                return nil
            }
            return (Character(wide), Character(plain))
        }
        return Dictionary(uniqueKeysWithValues: pairs + wide)
    }()

    private static func isLike(_ read: String, _ wanted: String) -> Bool {
        if read == wanted { return true }
        guard wanted.count >= 6, read.count == wanted.count, !OrdinaryWords.contains(read) else { return false }
        return zip(read, wanted).count { $0 != $1 } <= 1
    }
}
