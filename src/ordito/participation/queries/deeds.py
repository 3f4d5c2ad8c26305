"""The deeds of each area in the plan office's words, for the journal."""

from __future__ import annotations

from django.utils.translation import gettext as _


def of_paths() -> dict[str, str]:
    """Paths, phases, workshops, products."""
    return {
        "participation.begin_process": _("percorso cominciato"),
        "participation.describe_process": _("percorso descritto"),
        "participation.strike_process": _("percorso cancellato"),
        "participation.add_phase": _("fase aggiunta"),
        "participation.change_phase": _("fase cambiata"),
        "participation.close_phase": _("fase chiusa"),
        "participation.reopen_phase": _("fase riaperta"),
        "participation.strike_phase": _("fase tolta"),
        "participation.attach_meeting": _("incontro messo in un percorso"),
        "participation.plan_workshop": _("incontro di un percorso preparato"),
        "participation.change_workshop": _("incontro di un percorso descritto"),
        "participation.detach_meeting": _("incontro staccato da un percorso"),
        "participation.add_product": _("prodotto aggiunto"),
        "participation.change_product": _("prodotto cambiato"),
        "participation.deliver_product": _("prodotto consegnato"),
        "participation.take_product_back": _("consegna di un prodotto tolta"),
        "participation.strike_product": _("prodotto tolto"),
    }


def of_knowing() -> dict[str, str]:
    """Sources, readings, activities, elaborations."""
    return {
        "participation.add_source": _("fonte aggiunta"),
        "participation.change_source": _("fonte cambiata"),
        "participation.strike_source": _("fonte tolta"),
        "participation.suggest_reading": _("lettura consigliata"),
        "participation.move_reading": _("lettura spostata"),
        "participation.drop_reading": _("lettura tolta"),
        "participation.add_activity": _("attività emblematica aggiunta"),
        "participation.change_activity": _("attività emblematica cambiata"),
        "participation.strike_activity": _("attività emblematica tolta"),
        "participation.add_elaboration": _("elaborazione aggiunta"),
        "participation.change_elaboration": _("elaborazione cambiata"),
        "participation.strike_elaboration": _("elaborazione tolta"),
    }


def of_choices() -> dict[str, str]:
    """Ballots, options, papers."""
    return {
        "participation.write_ballot": _("scelta preparata"),
        "participation.rewrite_ballot": _("scelta riscritta"),
        "participation.strike_ballot": _("scelta cancellata"),
        "participation.add_option": _("opzione aggiunta"),
        "participation.add_options": _("opzioni prese da quello che si è detto"),
        "participation.rewrite_option": _("opzione cambiata"),
        "participation.strike_option": _("opzione tolta"),
        "participation.open_ballot": _("scelta aperta"),
        "participation.close_ballot": _("scelta chiusa"),
        "participation.choose": _("scheda data"),
        "participation.choose_by_phone": _("scheda data da un telefono"),
        "participation.type_paper": _("scheda di carta scritta"),
        "participation.strike_paper": _("scheda di carta tolta"),
        "participation.take_back_paper": _("scheda ripresa dal telefono che l'aveva data"),
        "participation.void_paper": _("scheda di un telefono annullata"),
        "participation.restore_paper": _("scheda annullata rimessa nel conto"),
    }


def of_hypotheses() -> dict[str, str]:
    """Documents of hypotheses, and the amendments to them."""
    return {
        "participation.write_hypothesis": _("documento di ipotesi cominciato"),
        "participation.rename_hypothesis": _("documento di ipotesi rinominato"),
        "participation.save_hypothesis": _("versione delle ipotesi salvata"),
        "participation.ground_paragraph": _("detto su che cosa poggia un paragrafo"),
        "participation.open_hypothesis": _("ipotesi aperta agli emendamenti"),
        "participation.close_hypothesis": _("ipotesi chiusa agli emendamenti"),
        "participation.conclude_hypothesis": _("ipotesi decisa"),
        "participation.propose_amendment": _("emendamento proposto"),
        "participation.remark_amendment": _("emendamento commentato"),
        "participation.withdraw_amendment": _("emendamento ritirato"),
        "participation.decide_amendments": _("emendamenti decisi"),
    }


def of_synthesis() -> dict[str, str]:
    """Grids and concept maps."""
    return {
        "participation.begin_grid": _("griglia cominciata"),
        "participation.rename_grid": _("griglia rinominata"),
        "participation.strike_grid": _("griglia cancellata"),
        "participation.add_line": _("riga o colonna aggiunta"),
        "participation.rename_line": _("riga o colonna rinominata"),
        "participation.move_line": _("riga o colonna spostata"),
        "participation.join_lines": _("righe o colonne unite"),
        "participation.remove_line": _("riga o colonna tolta"),
        "participation.place": _("contributi collocati"),
        "participation.take_away": _("contributi tolti da una cella"),
        "participation.undo_placing": _("spostamento annullato"),
        "participation.summarise": _("cella riassunta"),
        "participation.refuse_suggestion": _("suggerimento rifiutato"),
        "participation.accept_group": _("gruppo suggerito accettato"),
        "participation.begin_map": _("mappa cominciata"),
        "participation.rename_map": _("mappa rinominata"),
        "participation.strike_map": _("mappa cancellata"),
        "participation.add_concept": _("concetto aggiunto"),
        "participation.reword_concept": _("concetto detto meglio"),
        "participation.move_concept": _("concetto spostato"),
        "participation.strike_concept": _("concetto tolto"),
        "participation.tie_concepts": _("concetti legati"),
        "participation.untie_concepts": _("legame tolto"),
    }
