"""Words that a reply in public must be careful with, in the ten languages that come with Earshot.

`*` stands for any ending; case and accents do not matter.
"""

# Money, gifts and guarantees: allowed only where a source that the draft cites says the same.
PROMISES = (
    # en
    *("refund*", "full refund", "money back", "compensat*", "reimburse*", "voucher*", "gift card*"),
    *("store credit", "discount*", "free of charge", "for free", "free replacement", "guarantee*"),
    *("i promise", "we promise", "promo code", "approved", "percent off", "per cent", "on the house"),
    *("prozent", "por ciento", "por cento", "pour cent", "procent*", "yuzde", "τοις εκατο", "パーセント"),
    # es
    *("reembols*", "devolucion*", "indemniz*", "compensacion*", "compensar*", "gratis", "garantiz*"),
    *("descuento*", "cupon*", "vale de*", "prometemos", "prometo", "aprobad*"),
    # de
    *("erstatt*", "ruckerstatt*", "geld zuruck", "entschadig*", "gutschein*", "gutschrift*", "kostenlos*"),
    *("garantier*", "rabatt*", "versprech*", "versprochen", "genehmigt"),
    # fr
    *("rembours*", "dedommag*", "indemnis*", "bon d'achat", "bons d'achat", "gratuit*", "garantis*"),
    *("code promo", "promettons", "promets", "approuve*"),
    # tr
    *("para iade*", "iade edil*", "iadeniz*", "geri ode*", "tazminat*", "ucretsiz*", "garanti ed*"),
    *("soz veri*", "indirim*", "hediye ceki*", "kupon*", "onaylandi"),
    # el
    *("επιστροφη χρηματων", "αποζημιω*", "δωρεαν", "εγγυομαστε", "εγγυωμαι", "υποσχ*", "εκπτωσ*", "κουπονι*"),
    # pl
    *("zwrot pieniedzy", "zwrot kosztow", "zwrocimy*", "odszkodowan*", "rekompensat*", "za darmo"),
    *("bezplatn*", "gwarant*", "obiecuj*", "rabat*", "bon podarunkowy", "zatwierdzon*"),
    # lv
    *("atmaks*", "atlidzinas*", "atlidzinat*", "kompens*", "bez maksas", "bezmaksas", "garantejam"),
    *("apsolam", "apsolu", "atlaid*", "davanu kart*"),
    # pt
    *("indeniz*", "compensacao", "garantimos", "desconto*", "cupom", "cupao", "vale-presente"),
    *("dinheiro de volta", "aprovado"),
    # ja
    *(
        "返金",
        "返品無料",
        "補償",
        "賠償",
        "弁償",
        "無料で",
        "無償",
        "割引",
        "クーポン",
        "保証します",
        "お約束します",
    ),
    *("約束します", "商品券", "承認されました", "必ず届"),
    # What lawyers would quote, in several languages.
    *("our fault", "we are liable", "we're liable", "liability", "we accept responsibility", "negligen*"),
    *("legal action", "lawsuit*", "sue", "damages", "es culpa nuestra", "demanda judicial", "nuestra culpa"),
    *(
        "unsere schuld",
        "wir haften",
        "haftung",
        "rechtliche schritte",
        "notre faute",
        "responsabilite legale",
    ),
    *("bizim hatamiz", "yasal sorumluluk", "δικο μας λαθος", "νομικη ευθυνη", "nasza wina"),
    *(
        "odpowiedzialnosc prawna",
        "musu vaina",
        "juridiska atbildiba",
        "culpa nossa",
        "法的責任",
        "弊社の責任",
    ),
)

# What nobody should be asked to write where everybody can read it.
PRIVATE_DATA = (
    # en
    *("order number*", "order no", "booking number*", "booking reference*", "booking code*", "pnr"),
    *("reference number*", "confirmation number*", "confirmation code*", "phone number*", "mobile number*"),
    *("your phone", "your email*", "your e-mail*", "email address*", "your address", "postal address*"),
    *("home address*", "your full name", "password*", "passwords", "card number*", "card details"),
    *("credit card*", "bank details", "account number*", "iban", "date of birth", "passport*", "your id"),
    # es
    *("numero de pedido", "numero de reserva", "codigo de reserva", "localizador", "numero de telefono"),
    *("tu telefono", "su telefono", "tu correo", "su correo", "correo electronico", "tu direccion"),
    *("su direccion", "contrasena*", "numero de tarjeta", "tarjeta de credito", "fecha de nacimiento"),
    *("pasaporte", "nombre completo", "tu dni", "su dni"),
    # de
    *("bestellnummer*", "buchungsnummer*", "buchungscode*", "telefonnummer*", "handynummer*", "deine mail*"),
    *("ihre mail*", "e-mail-adresse*", "mailadresse*", "deine adresse", "ihre adresse", "anschrift"),
    *("passwort*", "kreditkart*", "kartennummer*", "kontonummer*", "geburtsdatum", "reisepass*"),
    # fr
    *("numero de commande", "numero de reservation", "numero de dossier", "numero de telephone"),
    *("votre telephone", "ton telephone", "votre adresse", "ton adresse", "adresse mail", "adresse e-mail"),
    *("votre e-mail", "votre mail", "mot de passe", "carte bancaire", "carte de credit", "numero de carte"),
    *("date de naissance", "passeport"),
    # tr
    *("siparis numara*", "rezervasyon numara*", "rezervasyon kod*", "telefon numara*", "e-posta adres*"),
    *("adresiniz*", "sifreniz*", "parolaniz*", "kart numara*", "kredi kart*", "dogum tarih*", "tc kimlik*"),
    *("pasaport*",),
    # el
    *("αριθμο παραγγελιας", "αριθμος παραγγελιας", "αριθμο κρατησης", "κωδικο κρατησης", "τηλεφωνο σας"),
    *("αριθμο τηλεφωνου", "email σας", "e-mail σας", "διευθυνση σας", "κωδικο προσβασης"),
    *("αριθμο καρτας", "πιστωτικ* καρτ*", "ημερομηνια γεννησης", "διαβατηρι*"),
    # pl
    *("numer zamowienia", "numeru zamowienia", "numer rezerwacji", "numeru rezerwacji", "numer telefonu"),
    *("adres e-mail", "adres email", "swoj adres", "twoj adres", "haslo", "hasla", "numer karty"),
    *("karty kredytowej", "date urodzenia", "data urodzenia", "paszport*", "pesel"),
    # lv
    *("pasutijuma numur*", "rezervacijas numur*", "rezervacijas kod*", "talruna numur*", "e-pasta adres*"),
    *("savu e-pastu", "jusu e-pastu", "savu adresi", "jusu adresi", "parol*", "kartes numur*"),
    *("kreditkart*", "dzimsanas dat*", "personas kod*"),
    # pt
    *("numero do pedido", "numero da encomenda", "numero da reserva", "codigo da reserva"),
    *("numero de telefone", "seu telefone", "seu e-mail", "seu email", "o teu email", "seu endereco"),
    *("sua morada", "palavra-passe", "senha", "numero do cartao", "cartao de credito", "data de nascimento"),
    *("cpf", "passaporte"),
    # ja
    *("注文番号", "予約番号", "電話番号", "メールアドレス", "ご住所", "住所", "氏名", "お名前", "パスワード"),
    *("カード番号", "クレジットカード", "口座番号", "生年月日", "パスポート", "暗証番号"),
)

# A sentence that names one of these asks for it where only the two of us read.
PRIVATE_CHANNEL = (
    *(
        "dm",
        "dms",
        "dm'*",
        "direct message*",
        "private message*",
        "privately",
        "in private",
        "md",
        "mp",
        "pm",
    ),
    *("mensaje directo", "mensaje privado", "mensajes privados", "por privado", "en privado"),
    *("direktnachricht*", "privatnachricht*", "privat", "pn"),
    *("message prive", "messages prives", "message direct", "en prive"),
    *("ozel mesaj*", "ozelden", "direkt mesaj*"),
    *("προσωπικο μηνυμα", "ιδιωτικο μηνυμα", "προσωπικα μηνυματα", "απευθειας μηνυμα"),
    *("wiadomosc prywatn*", "wiadomosci prywatn*", "prywatn* wiadomosc*", "prywatnie", "priv*"),
    *("privat* zin*", "privatzin*", "tiesa* zin*", "zina privati", "privati"),
    *("mensagem privada", "mensagem direta", "mensagem direct", "no privado", "em privado", "por privado"),
    *(
        "ダイレクトメッセージ",
        "個別メッセージ",
        "非公開",
        "dmで",
        "dmを",
        "dmに",
        "dmへ",
        "dmまで",
        "dmから",
        "dmにて",
    ),
)

# What only a model that was talked round, or that talks about itself, would write.
INJECTION_MARKS = (
    *("ignore previous", "ignore all", "previous instructions", "my instructions", "system prompt"),
    *("system message", "as an ai", "language model", "ai assistant", "developer mode", "jailbreak*"),
    *("instrucciones anteriores", "vorherigen anweisungen", "instructions precedentes", "sprachmodell"),
    *("modelo de lenguaje", "modele de langage", "onceki talimatlar*", "poprzednie instrukcje"),
    *("ieprieksejos noradijumus", "instrucoes anteriores", "προηγουμενες οδηγιες"),
    *("以前の指示", "これまでの指示", "システムプロンプト", "言語モデル", "指示を無視"),
    *("развернутые инструкции", "предыдущие инструкции", "системный промпт", "التعليمات السابقة"),
)

# Shown names that are no names: addressing somebody so would look official, or obey them.
NO_NAMES = (
    *("admin*", "administrator*", "system*", "assistant*", "moderator*", "mod", "official*", "support*"),
    *("bot", "ai", "gpt", "chatgpt", "prompt*", "ignore", "reply", "say", "write", "send", "click", "visit"),
    *("follow", "buy", "free", "win", "giveaway", "urgent", "security", "staff", "team", "ceo", "developer"),
    *("user", "null", "none", "undefined", "anonymous", "deleted", "customer", "service", "help", "post"),
    *("the", "a", "an", "dr", "mr", "mrs", "ms", "mx", "prof", "sir", "lady", "herr", "frau", "el", "la"),
    *("le", "der", "die", "das", "don", "dona", "senor", "senora", "pan", "pani", "bay", "bayan", "kyrios"),
    *("ignora", "ignoriere", "ignorez", "ignoruj", "yoksay", "responde", "antworte", "repondez", "odpowiedz"),
)

# Days to come: nobody is told one that no source names.
DATES = (
    # en
    *("tomorrow", "tonight", "later today", "by today", "next week", "this week", "within the hour"),
    *("by monday", "by tuesday", "by wednesday", "by thursday", "by friday", "by saturday", "by sunday"),
    *("on monday", "on tuesday", "on wednesday", "on thursday", "on friday", "on saturday", "on sunday"),
    # es, pt
    *("manana mismo", "esta noche", "la semana que viene", "la proxima semana", "el lunes", "el martes"),
    *("el miercoles", "el jueves", "el viernes", "amanha", "hoje a noite", "na proxima semana"),
    *("segunda-feira", "terca-feira", "quarta-feira", "quinta-feira", "sexta-feira"),
    # de
    *("bis morgen", "heute abend", "nachste woche", "kommende woche", "am montag", "am dienstag"),
    *("am mittwoch", "am donnerstag", "am freitag", "am samstag", "am sonntag", "bis freitag", "bis montag"),
    # fr
    *("demain", "ce soir", "la semaine prochaine", "lundi", "mardi", "mercredi", "jeudi", "vendredi"),
    # tr
    *("yarin", "bu aksam", "gelecek hafta", "onumuzdeki hafta", "pazartesi", "carsamba", "persembe"),
    # el
    *("αυριο", "αποψε", "την επομενη εβδομαδα", "τη δευτερα", "την τριτη", "την τεταρτη", "την παρασκευη"),
    # pl
    *("jutro", "dzis wieczorem", "w przyszlym tygodniu", "w poniedzialek", "we wtorek", "w piatek"),
    # lv
    *("rit", "sovakar", "nakamnedel", "nakamaja nedela", "pirmdien", "otrdien", "piektdien"),
    # ja
    *("明日", "明後日", "今夜", "今晩", "来週", "今週中", "月曜日", "火曜日", "水曜日", "木曜日", "金曜日"),
)
