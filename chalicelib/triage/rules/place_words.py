"""Words that tell a street, a booking and a name in a post. Data for places.py."""

from chalicelib.triage.rules.words import fold


def _words(text: str) -> frozenset[str]:
    """As they are compared."""
    return frozenset(fold(text).split())


# A street is told by a word after the house's number and the name ("14 Willow Lane"),
NUMBER_FIRST = _words(
    """
    street st road rd avenue ave lane ln boulevard blvd crescent terrace
    """
)
# between the two ("8 rue des Tilleuls"),
NUMBER_THEN = _words(
    """
    rue avenue boulevard chemin impasse allee quai
    """
)
# before both ("calle Mayor 15"),
STREET_THEN = _words(
    """
    calle avenida avda paseo carrer rua travessa alameda praca via viale piazza corso vicolo ul ulica
    ulicy aleja osiedle οδος οδου λεωφορος λεωφ
    """
)
# or after the name and before the number ("Gül Sokak 5").
NAME_THEN = _words(
    """
    sokak sokagi sok sk cadde caddesi cad iela iela ielas prospekts gatve strasse str
    """
)
# Words that end like a street and are none.
NO_STREETS = _words(
    """
    weg ruckweg hinweg heimweg radweg gehweg umweg vorweg durchweg halbweg allee gasse
    """
)
# What may stand between a street's words.
SMALL = _words(
    """
    de la las los del da das do dos di della dei delle du des le
    """
)
# What may stand before the number itself.
NUMBERED = _words("no nr n numero num kat")
# What a number or code is of, and what a person's name follows.
REFERENCE = _words(
    """
    order booking reference ref pnr ticket reservation confirmation pedido reserva localizador
    bestellung bestellnummer bestellnr buchung buchungsnummer buchungscode kundennummer auftrag
    auftragsnummer commande dossier encomenda siparis rezervasyon bilet παραγγελια παραγγελιας κρατηση
    κρατησης zamowienie zamowienia rezerwacja rezerwacji pasutijums pasutijuma rezervacija rezervacijas
    ordine prenotazione
    """
)
NAMED = _words(
    """
    name named mr mrs ms surname herr frau nachname nombre apellido sr sra nom mme nome apelido
    sobrenome adim isim soyadim ismim ονομα επωνυμο nazwisko imie pan pani vards uzvards vardu cognome
    signor signora
    """
)
