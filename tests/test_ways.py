"""Plain answers in the many ways people put them: every phrase in every frame has to be understood."""

from datetime import date

import pytest

from dialogs.hear.answers import lexicon, understand

# language, kind -> (value, phrase) ..., and the frames around them, parted by "|"
WAYS: dict[tuple[str, str], tuple[list[tuple[str, str]], str]] = {
    ("en", "aggravating"): ([
        ("walking", "walking"), ("sitting", "sitting"), ("standing", "standing"), ("stairs", "stairs"),
        ("running", "running"),
    ],
        "{}|just {}|{} a bit|{} is the worst|the main thing is {}|{} lol|worse with {}|{} makes it worse|"
        "{} mostly|{} hurts|well {}|{} is not great|{}, mainly|mostly {}"),
    ("en", "relieving"): ([
        ("heat", "heat"), ("cold", "ice"), ("rest", "rest"), ("walking", "walking"), ("medication", "ibuprofen"),
    ],
        "{}|a bit of {}|nothing but {}|{} mainly|I use {}|{} is nice|{} definitely|mostly {}|{} eases it|"
        "{} works best|probably {}|{} does the trick|{} helps|{} is fine"),
    ("en", "intensity_0_10"): ([
        ("0", "0"), ("1", "1"), ("3", "3"), ("5", "5"), ("8", "8"),
    ],
        "{}|{} I reckon|{} probably|only {}|{}/10|like a {}|{} if I'm honest|a {} for me|{} I suppose|"
        "maybe {}|{} on average|it is {}|{} please|I'd give it a {}"),
    ("en", "age_years"): ([
        ("34", "34"), ("47", "47"), ("61", "61"), ("29", "29"), ("72", "seventy two"),
    ],
        "{}|age {}|{} yo|{} male|{} now|I am {}|my age is {}|just {}|I'm {}|{} since june|{} lol|"
        "{} last birthday|{} and counting|aged {}"),
    ("en", "side"): ([
        ("left", "left"), ("right", "right"), ("both", "both sides"), ("middle", "middle"),
    ],
        "{}|{} usually|the pain is on the {}|hmm {}|its the {}|{} ever since|{} always|mainly {}|{} only|"
        "{} today|it's {}|on the {}|{} mostly|the {}"),
    ("en", "onset_duration"): ([
        ("under_2_weeks", "5 days"), ("2_to_6_weeks", "4 weeks"), ("6_to_12_weeks", "9 weeks"),
        ("3_to_12_months", "5 months"), ("over_1_year", "3 years"),
    ],
        "{}|{} tops|{} on and off|no more than {}|probably {}|it's been {}|{} maybe|roughly {}|{} now|"
        "since {} ago|well {}|{} at least|over the last {}|started {} ago"),
    ("en", "pain_areas"): ([
        ("buttock", "buttock"), ("groin", "groin"), ("hip_outer", "outside of my hip"),
        ("thigh_back", "back of my thigh"), ("below_knee", "calf"),
    ],
        "{}|mostly {}|the {}|just {}|only the {}|my {} hurts|deep in the {}|right {}|{} mostly|"
        "around my {}|my {}|pain in my {}|in my {}|left {}"),
    ("en", "commands"): ([
        ("back", "undo that"), ("restart", "begin again"), ("delete_data", "delete my data"), ("back", "go back"),
        ("language:de", "switch to german"), ("stop", "quit"), ("stop", "stop here"),
        ("language:fr", "have this in french"),
    ],
        "{}|um {}|sorry, {}|is it possible to {}|how do I {}|I'd like to {}|ok {}|{} now|just {}|"
        "{} please|please {}|can you {}|can we {}|I wanna {}"),
    ("en", "yes_no_unsure"): ([
        ("no", "never"), ("yes", "yep"), ("yes", "sometimes"), ("unsure", "maybe"), ("yes", "yes"),
        ("unsure", "not sure"), ("no", "not at all"), ("yes", "I do"),
    ],
        "{}|er {}|{} lol|hmm {}|oh {}|{} tbh|{}!|{} I think|well {}|{} honestly|um {}|{} really|{}, sorry|"
        "{} doctor"),
    ("en", "pregnancy"): ([
        ("pregnant", "pregnant"), ("pregnant", "20 weeks pregnant"), ("pregnant", "5 months pregnant"),
        ("postnatal_12m", "gave birth 3 months ago"), ("postnatal_12m", "had a baby 6 weeks ago"),
        ("no", "not pregnant"), ("possible", "might be pregnant"), ("possible", "could be pregnant"),
    ],
        "{}|I {}|currently {}|{} now|so I {}|hi {}|I'm {}|yes {}|{} yes|well {}"),
    ("en", "trauma_kind"): ([
        ("traffic", "car accident"), ("minor_fall", "tripped on a rug"), ("minor_fall", "slipped on ice"),
        ("lift_twist", "lifting a box"), ("traffic", "car crash"), ("sport", "playing football"),
        ("fall_height", "fell down the stairs"), ("sport", "at the gym"),
    ],
        "{}|it was {}|I think {}|{} last week|after {}|{} and it's been sore since|{} I think|"
        "{} yesterday|well {}|{} basically|probably {}|I {}|{} a month ago|I was {}"),
    ("de", "aggravating"): ([
        ("walking", "gehen"), ("sitting", "sitzen"), ("standing", "stehen"), ("stairs", "treppen"),
        ("running", "joggen"),
    ],
        "{}|meistens {}|nur {}|{} auf jeden Fall|ja {}|{} schmerzt|{} tut weh|hauptsächlich {}|{} halt|"
        "{} ein bisschen|wenn ich {} muss|eher {}|{} geht gar nicht|schlimmer beim {}"),
    ("de", "relieving"): ([
        ("heat", "wärme"), ("cold", "kälte"), ("rest", "ruhe"), ("walking", "gehen"), ("medication", "ibuprofen"),
    ],
        "{}|{} lindert es|{} hilft ein bisschen|{} geht|nur {}|{} entspannt|{} ist gut|etwas {}|"
        "{} glaube ich|{} hilft mir|ja {}|vor allem {}|{} ist angenehm|{} tut gut"),
    ("de", "intensity_0_10"): ([
        ("0", "0"), ("3", "3"), ("5", "5"), ("8", "8"), ("10", "10"),
    ],
        "{}|etwa {}|ich sage {}|{} meistens|{} im Moment|{} ungefähr|momentan {}|würde {} sagen|{} ca|"
        "{}/10|circa {}|{} beim Gehen|so um die {}|{} würde ich sagen"),
    ("de", "age_years"): ([
        ("34", "34"), ("61", "61"), ("47", "siebenundvierzig"),
    ],
        "{}|{} Jahre|gerade {} geworden|{} geworden|mein Alter ist {}|{} (weiblich)|Alter {}|schon {}|"
        "bin {}|ich bin {} Jahre alt|{} halt|{} Jahre jung|{} Jahre alt|ich bin {}"),
    ("de", "side"): ([
        ("left", "links"), ("right", "rechts"), ("both", "beide seiten"), ("middle", "mitte"),
    ],
        "{}|{} glaube ich|{} halt|nur {}|eher {}|hauptsächlich {}|{}, meistens|meistens {}|"
        "auf der Seite {}|{} im Moment|ganz klar {}|immer {}|{} würde ich sagen"),
    ("de", "onset_duration"): ([
        ("under_2_weeks", "5 Tage"), ("2_to_6_weeks", "4 Wochen"), ("6_to_12_weeks", "9 Wochen"),
        ("3_to_12_months", "5 Monate"), ("over_1_year", "3 Jahre"),
    ],
        "{}|mindestens {}|{} etwa|um die {}|ungefähr {}|etwa {}|seit ca {}n|vor {}n|rund {}|schon {}|"
        "so {}|{} jetzt|bestimmt {}|seit {}n"),
    ("de", "commands"): ([
        ("human", "die Praxis anrufen"), ("human", "mit einem Menschen sprechen"), ("back", "eine Frage zurück"),
        ("delete_data", "meine Daten löschen"), ("delete_data", "alles löschen"), ("stop", "beenden"),
        ("stop", "aufhören"), ("back", "zurück"),
    ],
        "{}|einfach {}|ich möchte {}|ok {}|bitte {}|lieber {}|ich will {}|können wir {}|jetzt {}|"
        "kann ich {}|bitte jetzt {}|ich möchte bitte {}|ich würde gern {}|ich muss {}"),
    ("de", "yes_no_unsure"): ([
        ("yes", "jo"), ("unsure", "keine Ahnung"), ("no", "nein"), ("unsure", "vielleicht"), ("yes", "manchmal"),
        ("unsure", "weiß nicht"), ("yes", "ja"), ("no", "nie"),
    ],
        "{}|hm {}|{} danke|{} glaube ich|{} ehrlich gesagt|also {}|ich glaube {}|ähm {}"),
    ("de", "pregnancy"): ([
        ("pregnant", "schwanger"), ("pregnant", "in der 20. Woche"), ("pregnant", "im 6. Monat"),
        ("postnatal_12m", "vor 3 Monaten entbunden"), ("no", "nicht schwanger"),
        ("possible", "vielleicht schwanger"),
    ],
        "{}|{} halt|ich bin {}|{} derzeit|ja {}|bin {}"),
    ("de", "trauma_kind"): ([
        ("none", "nichts passiert"), ("lift_twist", "schwer gehoben"), ("minor_fall", "gestolpert"),
        ("none", "einfach so"), ("sport", "beim Fußball"), ("direct_blow", "gegen den Tisch gestoßen"),
        ("fall_height", "von der Leiter gefallen"), ("minor_fall", "auf dem Eis ausgerutscht"),
    ],
        "{}|vor einem Monat {}|es war {}|wahrscheinlich {}|ich habe {}|ich bin {}|glaube {}|gestern {}|"
        "{} letzte Woche"),
    ("es", "aggravating"): ([
        ("walking", "caminar"), ("sitting", "estar sentado"), ("standing", "estar de pie"),
        ("stairs", "subir escaleras"), ("running", "correr"),
    ],
        "{}|sobre todo {}|sí {}|{} creo|{} es lo peor|solo {}|principalmente {}|{} lo empeora|{} me duele|"
        "peor al {}|al {}|{} y ya|{} un poco|{} mucho rato"),
    ("es", "relieving"): ([
        ("heat", "calor"), ("cold", "hielo"), ("rest", "reposo"), ("walking", "caminar"),
        ("medication", "ibuprofeno"),
    ],
        "{}|{} está bien|{} me ayuda|{} es bueno|{} funciona|{} creo|sí {}|más que nada {}|solo {}|"
        "a veces {}|{} un poco|el {} ayuda|{} me alivia|{} ayuda"),
    ("es", "intensity_0_10"): ([
        ("0", "0"), ("3", "3"), ("5", "5"), ("8", "8"), ("10", "10"),
    ],
        "{}|{} de 10|un {}|creo que {}|{} más o menos|{} hoy|nivel {}|yo diría {}|unos {}|ahora {}|"
        "{} casi siempre|{} al caminar|{}/10|{} ahora"),
    ("es", "age_years"): ([
        ("34", "34"), ("61", "61"), ("47", "cuarenta y siete"),
    ],
        "{}|edad {}|tengo {} años|ya {}|{} cumplidos|mi edad es {}|acabo de cumplir {}|"
        "{} recién cumplidos|tengo {}|{} años|{} años de edad"),
    ("es", "side"): ([
        ("left", "izquierdo"), ("right", "derecho"), ("both", "los dos"), ("middle", "en medio"),
    ],
        "{}|más el {}|del lado {}|{} ahora|el lado {}|lado {}|solo {}|{} creo|el {}|siempre {}"),
    ("es", "onset_duration"): ([
        ("under_2_weeks", "5 días"), ("2_to_6_weeks", "4 semanas"), ("6_to_12_weeks", "9 semanas"),
        ("3_to_12_months", "5 meses"), ("over_1_year", "3 años"),
    ],
        "{}|{} ya|unas {}|desde hace {}|más o menos {}|tengo {} con esto|aproximadamente {}|ya van {}|"
        "{} más o menos|hace {}|llevo {}|casi {}|cerca de {}|como {}"),
    ("es", "commands"): ([
        ("language:en", "cambiar a inglés"), ("stop", "terminar"), ("human", "hablar con una persona"),
        ("stop", "dejarlo"), ("restart", "volver a empezar"), ("language:de", "en alemán"),
        ("delete_data", "borrar mis datos"), ("restart", "empezar de nuevo"),
    ],
        "{}|mejor {}|podemos {}|deseo {}|{} por favor|quiero {}|necesito {}|ahora {}|cómo puedo {}|"
        "me gustaría {}|por favor {}|ok {}|quisiera {}|{}!"),
    ("es", "yes_no_unsure"): ([
        ("unsure", "no sé"), ("unsure", "tal vez"), ("unsure", "no estoy seguro"), ("yes", "a veces"),
        ("no", "para nada"), ("no", "no"), ("yes", "claro"), ("yes", "sí"),
    ],
        "{}|pues {}|{}, creo|eh {}|{} la verdad|la verdad {}|mmm {}|{} gracias"),
    ("es", "pregnancy"): ([
        ("pregnant", "embarazada"), ("pregnant", "embarazada de 20 semanas"),
        ("postnatal_12m", "tuve un bebé hace 3 meses"), ("no", "no estoy embarazada"),
        ("possible", "tal vez embarazada"),
    ],
        "{}|pues {}|estoy {}|creo que {}|ahora {}|sí, {}"),
    ("es", "trauma_kind"): ([
        ("lift_twist", "cargando una caja"), ("sport", "jugando fútbol"), ("minor_fall", "me tropecé"),
        ("fall_height", "me caí de la escalera"), ("traffic", "choque de auto"),
        ("minor_fall", "me resbalé en el hielo"), ("direct_blow", "me golpeé con la mesa"),
        ("none", "de repente sin motivo"),
    ],
        "{}|{} ayer|pues {}|creo que {}|hace un mes {}|fue {}|{} la semana pasada"),
}


@pytest.mark.parametrize(("lang", "kind"), list(WAYS))
def test_every_phrase_is_understood_in_every_frame(lang: str, kind: str) -> None:
    phrases, frames = WAYS[lang, kind]
    wrong = []
    for value, phrase in phrases:
        for frame in frames.split("|"):
            got = understand(frame.format(phrase), kind, lexicon(lang), date(2026, 1, 1))
            if value not in (*got.values, *got.near) or len(got.values) > 1:
                wrong.append((frame.format(phrase), got.values))
    assert wrong == []
