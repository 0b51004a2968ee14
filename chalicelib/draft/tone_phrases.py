"""How nobody is spoken to, in the ten languages that come with Earshot; brands add their own.

`*` stands for any ending; case and accents do not matter.
"""

# Telling people that it is their own doing.
BLAME = (
    *(
        "your fault",
        "your own fault",
        "you should have read",
        "you should have checked",
        "you should have known",
        "you failed to",
        "you didn't read",
        "you did not read",
    ),
    *("you must have", "as we already said", "as already stated", "you forgot to", "calm down"),
    *("deberias haber", "es culpa tuya", "es tu culpa", "no leiste", "como ya dijimos", "calmate"),
    *("deine schuld", "ihre eigene schuld", "du hattest sollen", "sie hatten sollen", "wie bereits gesagt"),
    *("beruhig dich", "beruhigen sie sich", "selbst schuld"),
    *("c'est votre faute", "vous auriez du", "vous n'avez pas lu", "calmez-vous", "comme deja dit"),
    *("sizin hataniz", "senin hatan", "sakin olun", "daha once soyledigimiz gibi"),
    *("δικο σας λαθος", "φταιτε εσεις", "επρεπε να ειχατε", "ηρεμηστε", "οπως ηδη ειπαμε"),
    *("twoja wina", "panstwa wina", "trzeba bylo", "uspokoj sie", "jak juz pisalismy"),
    *("jusu vaina", "tava vaina", "jums vajadzeja", "nomierinieties", "ka jau teicam"),
    *("culpa sua", "voce deveria ter", "devia ter lido", "acalme-se", "como ja dissemos"),
    *("お客様の責任", "お客様のミス", "落ち着いてください", "先ほども申し上げた", "読んでいない"),
)

SARCASM = (
    *(
        "good luck with that",
        "congratulations on",
        "well done for",
        "cry me a river",
        "boo hoo",
        "yeah right",
    ),
    *(
        "how sad for you",
        "big surprise",
        "thanks captain obvious",
        "nice try",
        "whatever you say",
        "first world",
    ),
    *("que pena me das", "buena suerte con eso", "menuda sorpresa", "na toll", "herzlichen gluckwunsch dazu"),
    *("viel gluck damit", "bonne chance avec ca", "quelle surprise", "bien joue champion", "aman ne uzuldum"),
    *("hadi canim", "σιγα τα ωα", "μπραβο σου λοιπον", "no brawo", "powodzenia z tym", "nu bravo"),
    *(
        "lai veicas ar to",
        "que surpresa",
        "boa sorte com isso",
        "はいはい",
        "それは大変ですねw",
        "おめでとうございますw",
    ),
)

# Phrases that only pretend to feel.
PRETENCE = (
    *(
        "we understand your frustration",
        "i understand your frustration",
        "we apologize for any inconvenience",
    ),
    *("we apologise for any inconvenience", "sorry for the inconvenience", "we value your feedback"),
    *(
        "your feedback is important",
        "valued customer",
        "thank you for reaching out",
        "thanks for reaching out",
    ),
    *("entendemos su frustracion", "entendemos tu frustracion", "lamentamos las molestias"),
    *(
        "disculpe las molestias",
        "wir verstehen ihren arger",
        "wir entschuldigen uns fur die unannehmlichkeiten",
    ),
    *("unannehmlichkeiten", "nous comprenons votre frustration", "nous nous excusons pour la gene"),
    *(
        "la gene occasionnee",
        "yasadiginiz sorun icin ozur",
        "degerli musterimiz",
        "anlayisiniz icin tesekkur",
    ),
    *("λυπουμαστε για την ταλαιπωρια", "κατανοουμε την απογοητευση", "przepraszamy za niedogodnosci"),
    *(
        "rozumiemy twoja frustracje",
        "atvainojamies par sagadatajam neertibam",
        "saprotam jusu neapmierinatibu",
    ),
    *("entendemos a sua frustracao", "lamentamos o transtorno", "pedimos desculpa pelo incomodo"),
    *("ご不便をおかけして", "貴重なご意見", "ご理解のほど"),
)
