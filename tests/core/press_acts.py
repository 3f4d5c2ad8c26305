"""Acts to print: a plain one, and one with every kind of block."""

from datetime import date

from ordito.core.press import (
    Block,
    Bold,
    Bullets,
    Contents,
    Definitions,
    Deleted,
    Document,
    Em,
    Figure,
    Heading,
    Inserted,
    Lead,
    Link,
    Note,
    Numbered,
    PageBreak,
    Paragraph,
    Quote,
    Signatures,
    Table,
    Typed,
    rich,
)

BARS = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" width="200" height="100">'
    '<rect width="80" height="100" fill="#17324d"/><text x="90" y="50">Famiglia 14</text></svg>'
)


def act(*blocks: Block, **changes: object) -> Document:
    facts: dict[str, object] = {
        "title": "Verbale",
        "issuer": "Distretto 5 – Melzo",
        "date": date(2016, 7, 18),
        "blocks": blocks,
    }
    return Document(**(facts | changes))  # type: ignore[arg-type]


def whole_act() -> Document:
    """Everything that an act can hold, with the accents, signs and marks of Italian offices."""
    return act(
        Contents(),
        Heading(1, "Presenze"),
        Paragraph(rich("Il **{day}** si è riunito *{body}*.", day="18/07/2016", body="LabGo Famiglia")),
        Table(
            ["Organizzazione", "Delegato", "Quota", "Importo"],
            [
                ["Cooperativa «Il Filo»", "Marta Bini", "12,5 %", "1.234,50 €"],
                ["Associazione Perché no", "", "7 %", "41.006 €"],
                ["Parrocchia di Sant'Alessandro", Link("Ugo Però", "https://example.org/"), "–", "0 €"],
            ],
            "Presenze per organizzazione",
        ),
        Heading(2, "Ordine del giorno"),
        Numbered(["Verbale precedente", (Paragraph("Griglia:"), Bullets(["a chi", "con che cosa"]))]),
        Typed("La presidente **apre**.\n\n- primo\n- secondo\n  - annidato\n\n> Le esigenze.\n\nSi chiude."),
        Lead("Due cose:"),
        Bullets([Bold("Un punto"), Em("Un altro")]),
        Definitions([("Ente capofila", "Comune di Melzo"), ("Durata", Paragraph("tre anni\ndal 2016"))]),
        Quote("Dal welfare assistenziale al welfare generativo."),
        Figure(BARS, "Presenze medie", "Istogramma: Famiglia 14"),
        Figure(BARS, "", "Lo stesso istogramma", width=0.3),
        Note("Fonte: registro degli incontri."),
        Table(["Nome", "Firma"], [["Ada Bini", ""]], tall=True),
        PageBreak(),
        Heading(1, "Decisioni"),
        Paragraph(("Si approva", "\n", "all'unanimità.")),
        Paragraph(("Si aprono ", Deleted("due"), " ", Inserted(("tre ", Bold("nuovi"))), " sportelli.")),
        Signatures([("La presidente", "Ada Bini"), ("Il segretario", "Ugo Però"), ("Il responsabile", "")]),
        subtitle="LabGo Famiglia – quarta seduta",
        reference="Prot. n. 1234/2016",
        synthetic=True,
    )
