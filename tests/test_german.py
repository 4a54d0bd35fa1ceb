"""German, as it is typed: what is denied, over, somebody else's, only asked or a figure of speech acts on nothing; and
its neighbour, a few words away, does."""

import pytest

from dialogs.hear.flags import listen
from knowledge.lexicon import lexicon

PAIRS = [  # nothing is raised; a sign is
    ("Fieber habe ich, wie gesagt, keins", "Fieber habe ich, wie gesagt, seit Montag"),
    ("Gewichtsverlust habe ich, ehrlich gesagt, leider nicht", "Gewichtsverlust habe ich, leider, und nicht zu knapp"),
    ("Osteoporose? Nicht dass ich wüsste.", "Osteoporose? Ja, dass ich das noch erlebe."),
    ("Krebs ist mir bis heute erspart geblieben", "Krebs, und bis heute ist mir nichts erspart geblieben"),
    ("Fieber: Fehlanzeige", "Fieber: 39"),
    ("Mein Mann meint, ich hätte Fieber, hab ich aber nicht", "Mein Mann meint, ich hätte nichts, ich hab aber Fieber"),
    ("taub im Schritt bin ich nicht, nein", "ich spür beim Abwischen nichts, nein"),
    ("Marcumar nehme ich nicht, sonst auch nichts", "ich nehme Marcumar und sonst nichts"),
    ("auf den Zehen stehen klappt, auf den Fersen auch", "auf den Zehen stehen geht nicht mehr"),
    ("Gürtelrose, Nierensteine. Lange her.", "Gürtelrose, Nierensteine. Beides seit gestern."),
    ("Gürtelrose mit 25, danach nie mehr", "Gürtelrose mit 25, jetzt wieder, und sie brennt"),
    ("als Rekrut vom LKW gefallen", "heute vom LKW gefallen"),
    ("Unsere Kuh hat sich das Bein gebrochen", "Unsere Kuh hat mich getreten, das Bein ist gebrochen"),
    ("die Friseurin hat Blut im Urin", "Friseurin, hab Blut im Urin"),
    ("Ist Fieber ein Grund, nicht zu kommen?", "Fieber, ist das ein Grund, nicht zu kommen? Ich habe 39."),
    ("Was soll man bei Fieber tun?", "Was soll ich tun, ich habe Fieber"),
    ("Wie würde sich eine Fußheberschwäche anfühlen?", "plötzlich Schmerzen im Bauch, mir wurde schwarz vor Augen"),
    ("ich mag nimmer bügeln", "ich mag nimmer leben"),
    ("den ganzen Tag Kälber am Strick geführt", "ich häng mich auf, am Strick"),
]


@pytest.mark.parametrize(("harmless", "true"), PAIRS)
def test_a_few_words_make_the_difference(harmless: str, true: str) -> None:
    german = lexicon("de")
    assert listen(harmless, german).raised == ()
    assert listen(true, german).raised


@pytest.mark.parametrize("text", [
    "Gefühl im Schritt: keins", "Kontrolle über die Blase hab ich keine", "auf dem linken Auge sehe ich nichts",
    "die Taubheit im Schritt vergeht nicht, gar nicht", "Blut im Urin gefällt mir gar nicht",
])
def test_a_no_that_belongs_to_the_sign_denies_nothing(text: str) -> None:
    found = listen(text, lexicon("de"))
    assert found.raised or found.check
