"""Opening stories: what they say about ordinary questions, and what they do not say. Lines here are our own."""

from datetime import date

import pytest

from dialogs.hear.answers import lexicon
from dialogs.hear.story import slots

TODAY = date(2026, 6, 15)


def test_a_story_fills_what_it_says_and_nothing_else() -> None:
    got = slots("I'm 52. It started four weeks ago on the left, right on the dimple. Stairs make it worse. My sister "
                "is 60 and had a new hip last year.", lexicon(), TODAY)
    assert {kind: value.values for kind, value in got.items()} == {
        "age_years": ("52",), "side": ("left",), "onset_duration": ("2_to_6_weeks",),
        "pain_areas": ("psis_dimple",), "aggravating": ("stairs",),
    }


@pytest.mark.parametrize(("lang", "text", "want"), [
    ("en", "For two months an ache in my outer right hip, I'd call it a four. Worst lying on it, a hot bath helps.",
     {"side": "right", "onset_duration": "6_to_12_weeks", "intensity_0_10": "4", "pain_areas": "hip_outer",
      "aggravating": "lying_on_side", "relieving": "heat"}),
    ("en", "My mum is 78. She slipped in the kitchen last week and her left hip hurts. She can't lie on it.",
     {"age_years": "78", "side": "left", "onset_duration": "under_2_weeks", "trauma_kind": "minor_fall",
      "aggravating": "lying_on_side"}),
    ("en", "I'm 30 weeks on Thursday, says my midwife, and both hips ache when I turn over in bed.",
     {"side": "both", "pregnancy": "pregnant", "aggravating": "rolling_in_bed"}),
    ("en", "Stairs, getting up from the sofa and long drives all set it off. Not pregnant, I'm 26.",
     {"age_years": "26", "pregnancy": "no", "aggravating": "stairs+rising_from_sitting+sitting"}),
    ("de", "Ich bin 47 und habe seit drei Wochen links unten Schmerzen. Beim Sitzen wird es schlimmer, Wärme hilft.",
     {"age_years": "47", "side": "left", "onset_duration": "2_to_6_weeks", "aggravating": "sitting",
      "relieving": "heat"}),
    ("es", "Tengo 62 años y me duele la cadera derecha desde hace dos meses, sobre todo al subir escaleras.",
     {"age_years": "62", "side": "right", "onset_duration": "6_to_12_weeks", "aggravating": "stairs"}),
])
def test_stories_of_all_sorts(lang: str, text: str, want: dict[str, str]) -> None:
    got = {kind: "+".join(value.values) for kind, value in slots(text, lexicon(lang), TODAY).items()}
    assert {kind: set(value.split("+")) for kind, value in got.items()} == {
        kind: set(value.split("+")) for kind, value in want.items()}


@pytest.mark.parametrize("text", [
    "We painted the fence green in the summer, or the one before, and the dog hid in the laundry all week.",
    "My wife was in hospital for three weeks and she is 70 and her left hip is new.",
    "Hello, do you take card payments, and is there somewhere to park near the clinic on a Saturday?",
])
def test_a_story_of_something_else_fills_nothing(text: str) -> None:
    assert slots(text, lexicon(), TODAY) == {}


ACHE = "I have this ache low down in my back. "


@pytest.mark.parametrize(("kind", "text", "want"), [
    ("aggravating", "Standing in a queue finishes me off.", "standing"),
    ("aggravating", "When I get out of the car I'm bent double with pain.", "rising_from_sitting"),
    ("aggravating", "Sneezing and long drives are what does it.", "coughing+sitting"),
    ("relieving", "It wears off once I get walking.", "walking"),
    ("relieving", "A hot shower in the morning and I'm nearly human.", "heat"),
    ("relieving", "If I sit down or lean forward it passes.", "sitting+leaning_forward"),
    ("trauma_kind", "I bent down for a sock and it locked.", "lift_twist"),
    ("trauma_kind", "It dates from a car crash in March.", "traffic"),
    ("trauma_kind", "Can't put my finger on what started it.", "none"),
    ("pregnancy", "I'm 14 weeks and already sore.", "pregnant"),
    ("pregnancy", "My little boy is ten weeks old and carrying him is hard.", "postnatal_12m"),
    ("pregnancy", "No chance of being pregnant.", "no"),
    ("onset_duration", "It started two weeks and a few days ago.", "2_to_6_weeks"),
    ("onset_duration", "I've had it the best part of a month.", "2_to_6_weeks"),
    ("side", "It's on the left. No wait, right, sorry.", "right"),
    ("side", "Some days it's the left, other days the right.", "alternates"),
    ("age_years", "Me: 39, female, desk job.", "39"),
    ("onset_duration", "Right dimple, nine days now.", "under_2_weeks"),
    ("onset_duration", "Four months of a nagging low back, that's all.", "3_to_12_months"),
    ("onset_duration", "Left buttock since I moved house three weeks ago.", "2_to_6_weeks"),
    ("pain_areas", "It's the right hip, round the side, that moans.", "hip_outer"),
    ("pain_areas", "Low down, bang in the middle.", "low_back_midline"),
    ("pain_areas", "Could that be it? A cranky left dimple, maybe a month?", "psis_dimple"),
    ("aggravating", "Bending mostly.", "bending"),
    ("aggravating", "It's when I get up off the sofa and when I cough.", "rising_from_sitting+coughing"),
    ("aggravating", "Right dimple, a month, stairs and rolling over.", "stairs+rolling_in_bed"),
    ("aggravating", "Putting bins out is fine, but I can hardly bend.", "bending"),
    ("relieving", "Lying flat, it goes.", "lying_down"),
    ("aggravating", "The stairs are Everest.", "stairs"),
    ("aggravating", "Getting dressed on one leg, turning over at night, ouch.", "one_leg+rolling_in_bed"),
    ("aggravating", "Coming downstairs and rolling over at night, those are the two that catch me.",
     "stairs+rolling_in_bed"),
    ("aggravating", "6 out of 10 sitting, 1 out of 10 lying flat.", "sitting"),
    ("relieving", "6 out of 10 sitting, 1 out of 10 lying flat.", "lying_down"),
    ("aggravating", "It's fine until I sit down.", "sitting"),
    ("relieving", "It's stiff until I've walked about.", "walking"),
    ("aggravating", "Being on my feet is better than sitting.", "sitting"),
    ("aggravating", "Bending is no problem, sitting is.", "sitting"),
    ("relieving", "Heat is useless, ice isn't.", "cold"),
    ("aggravating", "I stand on one leg to dress. That's exactly what sets it off.", "one_leg"),
    ("relieving", "I swim on Sundays, which frees it up.", "exercise"),
    ("relieving", "Heat good, ice no.", "heat"),
    ("aggravating", "Getting up from the pew is the worst of it.", "rising_from_sitting"),
    ("pain_areas", "It starts in the left buttock, runs through the hamstring and stops at the ankle.",
     "buttock+thigh_back+below_knee"),
    ("pain_areas", "Hip pain. Right one, on the outside.", "hip_outer"),
    ("pain_areas", "Sciatica: buttock, back of the thigh, calf.", "buttock+thigh_back+below_knee"),
    ("side", "Right dimple. I notice it when I dry my left foot.", "right"),
    ("relieving", "If I go for a swim, it eases.", "exercise"),
    ("relieving", "My support belt is a godsend.", "belt"),
    ("intensity_0_10", "6 on a bad day.", "6"),
    ("intensity_0_10", "It was a 3, then a 5, now a 7.", "7"),
    ("pregnancy", "31 weeks with our second.", "pregnant"),
    ("pregnancy", "Twelve days since my emergency section.", "postnatal_12m"),
    ("pregnancy", "My period is ten days late.", "possible"),
    ("pregnancy", "Baby's nine weeks old and I'm the dad.", "no"),
    ("side", "Left one week, right the next.", "alternates"),
    ("side", "My new hip is on the left. It's the right one that aches.", "right"),
    ("trauma_kind", "I went through the loft floor on Monday.", "fall_height"),
    ("trauma_kind", "It happened on Sunday, he had his boots on and he kicked me in the back.", "assault"),
])
def test_a_sentence_of_a_story(kind: str, text: str, want: str) -> None:
    got = slots(ACHE + text, lexicon(), TODAY)
    assert set(got[kind].values) == set(want.split("+"))


@pytest.mark.parametrize(("kind", "text"), [
    ("aggravating", "I like running and hiking."), ("aggravating", "I sit at a desk for a living."),
    ("aggravating", "Walking is no problem."), ("aggravating", "Coughing makes no difference."),
    ("aggravating", "I run a bakery, so I'm on my feet from four."), ("aggravating", "I can hop."),
    ("aggravating", "I tripped on the kerb and it's been bad since."),
    ("relieving", "I tried heat but no joy."), ("relieving", "I'd love a massage."),
    ("relieving", "I had a hot bath last night."), ("relieving", "I've been told to rest."),
    ("pregnancy", "My daughter is 12."), ("pregnancy", "My baby brother is 30."),
    ("pregnancy", "My son was born twenty years ago."),
    ("trauma_kind", "I fell off a bike as a child."), ("trauma_kind", "I do a lot of lifting at work."),
    ("onset_duration", "I had my appendix out ten years ago."), ("onset_duration", "I had a hot bath last night."),
    ("onset_duration", "My little boy is ten weeks old."), ("age_years", "It's a twenty year old problem."),
    ("side", "I'm left handed."), ("side", "There is nothing on the right."),
    ("aggravating", "I keep seeing stars when I stand up."), ("aggravating", "I can't lie on my front."),
    ("aggravating", "It's sore as if I'd slept on it."), ("aggravating", "My calf swelled up sitting on the plane."),
    ("aggravating", "I can't say it's the bending."), ("aggravating", "Stairs, bending, football all fine."),
    ("aggravating", "It was fine until I fell off the ladder."),
    ("aggravating", "One leg looks longer than the other."),
    ("aggravating", "Then I bent down and it went."), ("aggravating", "I leak a drop when I sneeze."),
    ("aggravating", "I'm fine, can you tell me how far the walk is."), ("aggravating", "Stairs? No."),
    ("aggravating", "Can you do it sitting, as I can't climb on the table?"),
    ("relieving", "I had a massage in Bali and it was heaven."),
    ("aggravating", "Laugh if you like."), ("relieving", "Nothing works, not even heat."),
    ("relieving", "Belt off, it's gone."), ("pain_areas", "My feet are cold and I have to watch my feet."),
    ("aggravating", "I can't say whether sitting matters."), ("aggravating", "I can't make the stairs at the clinic."),
    ("relieving", "My wife loves a massage."), ("relieving", "The belt rests right on it."),
    ("relieving", "Walking is good."), ("relieving", "Would a hot bath help?"),
    ("pain_areas", "My toes go numb when I swim."), ("pain_areas", "The car has a new seat."),
    ("pain_areas", "My mum has a bad hip, on the outside."), ("pain_areas", "I had a boil on my left buttock."),
    ("pregnancy", "My wife's due in nine days."), ("pregnancy", "My sister's 14 weeks gone."),
    ("pregnancy", "I had my son ten years ago."), ("pregnancy", "I drive to my son's, three months of that."),
    ("pregnancy", "My gf is 12 weeks pregnant."), ("pain_areas", "Is it my SI joint, it's on that side."),
    ("trauma_kind", "I slipped in the car park and grazed my knee."), ("trauma_kind", "I fell down laughing."),
    ("aggravating", "I was in a car crash when I was 19 and it hurt."),
    ("onset_duration", "I had shingles last year, gone now."), ("onset_duration", "I'm having twins, 34 weeks."),
    ("trauma_kind", "The shed fell down."), ("trauma_kind", "In 2004 I slipped at work and had my first bad back."),
    ("trauma_kind", "My brother fell off a ladder on Monday."),
    ("trauma_kind", "There's a dragging pain since Monday."),
    ("intensity_0_10", "Two tablets and it's a 3."), ("intensity_0_10", "It's now eight months later."),
    ("onset_duration", "I want to book for tonight."),
    ("onset_duration", "My wife has had a cold for three weeks."),
    ("onset_duration", "We have been on the fourth week of a training plan."),
])
def test_a_story_invents_nothing(kind: str, text: str) -> None:
    assert kind not in slots(ACHE + text, lexicon(), TODAY)
