"""Findings: when each rule speaks and when not, in which order and words, and who edits them."""

import re
import runpy
import tomllib
from collections import Counter
from dataclasses import replace
from importlib import resources
from random import Random

import pytest
from tests import samples
from tests.commands import ROOT, climate

from maturity.assess import assess
from maturity.errors import EngagementError, InstrumentError
from maturity.finding_lines import finding_lines, finding_remarks, findings_json, paste
from maturity.instrument import Text, load_instrument
from maturity.instrument.finding import AUDIENCES, condition, fields_of, vocabulary
from maturity.language import Language
from maturity.scores.model import Participation, Quality, WeightSensitivity
from maturity.scores.statistics.intervals import of_bounded, wilson
from maturity.story import Story, findings
from maturity.story import edition as editions
from maturity.story.edition import Edition, Reworded, Voice
from maturity.story.findings import caveats, key_messages, silenced, unknown_edits
from maturity.story.findings.measures import SUBJECTS
from maturity.story.findings.rules import told as all_told
from maturity.story.noted import as_noted, moved, noted, numbers_of, unknown
from maturity.traced import cells

EN, FR = Language("en"), Language("fr")
SHIPPED = ROOT / "surveys" / "digital-maturity"


def changed(told, **changes):
    return replace(told, assessment=replace(told.assessment, **changes))


def quiet(say=EN, **options):
    """An assessment of three dimensions of which there is nothing to tell."""
    asked = samples.instrument(**{"dimensions": 3, "functions": 4} | options)
    told = Story(samples.assessment(asked, roster=False), asked, say)
    found = told.assessment
    same = replace(found.overall, pooled_100=found.overall.score_100, weight_sensitivity=None)
    none = {"interval": None, "reliability": None, "spread": None, "target": None}
    return changed(
        told,
        overall=same,
        gaps=(),
        quality=None,
        dimensions=tuple(replace(d, dont_know_rate=0.02, **none) for d in found.dimensions),
        practices=tuple(replace(each, interval=None) for each in found.practices),
        groups=tuple(replace(group, intervals={}) for group in found.groups),
        items=tuple(replace(item, dont_know_rate=0.02) for item in found.items),
    )


def dimensions(told, *changes):
    """Change the first dimensions."""
    old = told.assessment.dimensions
    new = [replace(each, **fields) for each, fields in zip(old, changes, strict=False)]
    return changed(told, dimensions=(*new, *old[len(new) :]))


def at(*bounds):
    """Dimensions with these intervals, their scores in the middle."""
    middle = ({"score_100": sum(ends) / 2, "interval": ends} for ends in bounds)
    return dimensions(quiet(), *middle)


def practice(*bounds):
    told = quiet()
    made = [
        replace(each, score_100=sum(ends) / 2, interval=ends)
        for each, ends in zip(told.assessment.practices, bounds, strict=False)
    ]
    return changed(told, practices=(*made, *told.assessment.practices[len(made) :]))


def function(shift, *, sure=True):
    """A function that many points above, or below, the whole on every dimension."""
    told = at((40, 46), (50, 56), (60, 66))
    whole = {each.id: each.score_100 for each in told.assessment.dimensions}
    half = 1 if sure else 30
    group = replace(
        told.assessment.groups[0],
        dimensions={id_: score + shift for id_, score in whole.items()},
        intervals={
            id_: (score + shift - half, score + shift + half) for id_, score in whole.items()
        },
    )
    return changed(told, groups=(group, *told.assessment.groups[1:]))


def gaps(*found):
    return changed(quiet(), gaps=found)


def gap(difference, **changes):
    values = {"kind": "dimension", "id_": "d1", "by": "function", "groups": ("finance", "hr")}
    return samples.gap(**values | changes, scores=(50.0 + difference, 50.0))


SIDES = {"by": "business-it", "groups": ("business", "it")}
ITEM = {"kind": "item", "id_": "d1-i1", **SIDES}
RATING = {"kind": "rating", "id_": "finance-hr"}


def item(rate, n=60):
    told = quiet()
    first, *rest = told.assessment.items
    return changed(told, items=(replace(first, dont_know_rate=rate, n=n), *rest))


def people(answered, invited, **more):
    rows = (Participation(None, answered, invited, answered / invited), *more.get("groups", ()))
    return changed(quiet(), participation=rows)


def careless(shift, flagged=4):
    told = dimensions(quiet(), {"score_100": 50.0})
    signs = Quality(90, flagged, {}, {}, {"d1": 50.0 + shift, "d2": None, "d3": None})
    return changed(told, quality=signs)


def overall(**changes):
    told = quiet()
    return changed(told, overall=replace(told.assessment.overall, **changes))


def tried(share):
    return overall(weight_sensitivity=WeightSensitivity(2000, share, None, fragile=True))


def solid(told, **alarms):
    full = samples.assessment(told.instrument).dimensions[0].reliability
    return dimensions(told, {"reliability": replace(full, alarms=alarms)})


def camps(*items):
    told = quiet()
    full = samples.assessment(told.instrument).dimensions[0].spread
    return dimensions(told, {"spread": replace(full, polarised=items)})


def unsure(rate, n=8):
    told = quiet()
    group = replace(told.assessment.groups[0], n=n, dont_know_rates={"d1": rate})
    return changed(told, groups=(group, *told.assessment.groups[1:]))


def aimed(target, interval=(40, 46)):
    return dimensions(quiet(), {"score_100": 43.0, "interval": interval, "target": target})


HR = Participation("hr", 0, 12, 0.0, quiet=True)
HEARD = replace(HR, answered=9, rate=0.75, quiet=False)
# by kind: the smallest case that is told, and the nearest that is not
CASES = {
    "weakest": (at((10, 20), (30, 40), (32, 44)), at((10, 31), (30, 40), (32, 44))),
    "strongest": (at((10, 20), (12, 24), (30, 40)), at((10, 20), (12, 31), (30, 40))),
    "spread": (at((10, 20), (15, 40), (35, 60)), at((10, 36), (15, 40), (35, 60))),
    "no_standout": (at((10, 20), (15, 22), (18, 25)), at((10, 20), (30, 40), (50, 60))),
    "side_gap": (gaps(gap(11.0, **SIDES)), gaps(gap(9.0, **SIDES))),
    "group_gap": (gaps(gap(11.0)), gaps(gap(9.0))),
    "mirror_gap": (gaps(gap(11.0, **ITEM)), gaps(gap(9.0, **ITEM))),
    "rating_gap": (gaps(gap(11.0, **RATING)), gaps(gap(9.0, **RATING))),
    "below_target": (aimed(48.0), aimed(47.9)),
    "holding_back": (
        practice((10, 20), (30, 40), (32, 44)),
        practice((10, 31), (30, 40), (32, 44)),
    ),
    "function_low": (function(-5.0), function(-4.9)),
    "function_high": (function(5.0), function(4.9)),
    "dont_know": (
        dimensions(quiet(), {"dont_know_rate": 0.2, "n": 60}),
        dimensions(quiet(), {"dont_know_rate": 0.19, "n": 60}),
    ),
    "dont_know_statement": (item(0.5, 40), item(0.49, 40)),
    "keying": (solid(quiet(), **{"d1-i2": 0.95}), solid(quiet(), **{"d1-i2": 0.94})),
    "participation": (people(59, 100), people(60, 100)),
    "silent": (people(80, 100, groups=(HR,)), people(80, 100, groups=(HEARD,))),
    "careless": (careless(5.0), careless(4.9)),
    "weighting": (
        overall(score_100=50.0, pooled_100=55.0),
        overall(score_100=50.0, pooled_100=54.9),
    ),
    "fragile": (tried(0.21), tried(0.2)),
    "dont_know_function": (unsure(0.4), unsure(0.19)),
    "polarised": (camps("d1-i1"), camps()),
}


def kinds(told):
    return [each.kind for each in findings(told)]


# Each rule


def test_of_an_assessment_without_anything_to_tell_nothing_is_told():
    assert findings(quiet()) == ()


def test_every_rule_of_any_questionnaire_has_its_case():
    assert {rule.kind for rule in samples.RULES} == set(CASES)


@pytest.mark.parametrize("kind", CASES)
def test_a_rule_speaks_when_it_must_and_not_before(kind):
    speaks, keeps_quiet = CASES[kind]
    assert kind in kinds(speaks)
    assert kind not in kinds(keeps_quiet)


@pytest.mark.parametrize("kind", CASES)
@pytest.mark.parametrize("say", [EN, FR], ids=["en", "fr"])
def test_a_sentence_is_whole_in_both_languages(kind, say):
    told = replace(CASES[kind][0], say=say)
    found = next(each for each in findings(told) if each.kind == kind)
    for text in (found.sentence, found.why):
        assert text.endswith(".")
        assert not re.search(r"[{}]|\bNone\b|  |n = |–", text)
    assert found.sources
    assert all("n=" in each for each in found.sources)
    assert len(found.rests_on) == len(found.sources)
    if say is FR:
        assert not re.search(r"[^\u202f][;!?»%]|[^\u202f\d]:|«[^\u202f]|'", found.sentence)


def test_a_lead_weighs_less_than_a_gap_that_holds_whatever_its_width():
    wide = gap(45.0, groups=("finance", "it"), p_adjusted=0.2)
    found = findings(gaps(wide, gap(11.0, id_="d2", p_adjusted=0.01)))
    assert [each.id for each in found] == ["group_gap-function-d2", "group_gap-function-d1"]
    assert found[0].rank < found[1].rank
    assert "a lead to check rather than a proof" in found[1].why


def test_below_its_interval_or_under_five_points_nothing_is_a_finding():
    for difference in (-40.0, -12.0, 12.0, 40.0):
        inside = gap(difference, finding=False, interval=(-60.0, 60.0))
        assert (
            findings(gaps(inside, replace(inside, by="business-it", groups=("business", "it"))))
            == ()
        )
    assert "below_target" not in kinds(aimed(60.0, interval=(26, 60)))
    assert "function_low" not in kinds(function(-20.0, sure=False))
    assert "holding_back" not in kinds(practice((20, 21), (24.9, 26), (40, 44)))


def test_the_distances_are_the_thresholds_of_the_questionnaire():
    wider = {**samples.THRESHOLDS, "finding_points": 12, "gap_points": 12}
    for kind in ("below_target", "careless", "weighting"):
        told = CASES[kind][0]
        asked = replace(told.instrument, thresholds=wider)
        assert kind not in kinds(replace(told, instrument=asked))


def test_one_dimension_short_of_its_target_is_named_several_are_counted():
    one = aimed(60.0)
    (found,) = findings(one)
    assert found.sentence == (
        "“Cross-functional alignment” is clearly below its target, by 17 points: 43 out of 100 "
        "(95% interval 40 to 46, n\u00a0=\u00a088), for a target of 60."
    )
    far = {"score_100": 20.0, "interval": (18, 22), "target": 50.0}
    told = dimensions(one, {}, far)
    found = next(each for each in findings(told) if each.kind == "below_target")
    assert found.sentence.startswith(
        "2 dimensions of 2 are clearly below their target; the furthest"
    )
    assert found.sources == ("d2\u00a0n=88", "d1\u00a0n=88")


def test_what_is_unknown_makes_no_comparison_true():
    rule = replace(
        samples.RULES[0], when=(condition("target != 3"), condition("standing != behind"))
    )
    told = quiet()
    told = replace(told, instrument=replace(told.instrument, findings=(rule,)))
    assert findings(told) == ()


def test_a_share_of_a_few_people_is_not_high_however_high_it_is():
    few = dimensions(quiet(), {"dont_know_rate": 0.25, "n": 6})
    assert "dont_know" not in kinds(few)
    everybody = changed(few, participation=(Participation(None, 6, 6, 1.0),))
    assert "dont_know" in kinds(everybody)


def test_the_interval_of_a_share_is_wilsons_and_closes_when_everybody_answered():
    for count, n in ((1, 9), (5, 20), (30, 61)):
        assert of_bounded(count / n, n) == pytest.approx(wilson(count, n))
    assert of_bounded(0.3, 20, people=20) == (0.3, 0.3)
    wide, narrow = of_bounded(0.3, 20), of_bounded(0.3, 20, people=25)
    assert wide[0] < narrow[0] < 0.3 < narrow[1] < wide[1]


# No two say the same


def random_stories():
    """Assessments of every size, with some of everything that a rule may speak of."""
    for seed in range(48):
        draw = Random(seed)
        asked = samples.instrument(
            dimensions=1 + seed % 6, functions=seed % 9, mirrors=seed % 9 > 7 or seed % 2 == 0
        )
        made = samples.assessment(asked, seed=seed, spread=1 + seed % 7, target=40.0 + seed)
        yield Story(shaken(made, draw), asked, FR if seed % 2 else EN)


def shaken(made, draw):
    away = draw.uniform(-20, 20)
    quality = replace(
        made.quality, without={d.id: d.score_100 + draw.uniform(-9, 9) for d in made.dimensions}
    )
    groups = []
    for group in made.groups:
        scores = {d.id: d.score_100 + away + draw.uniform(-3, 3) for d in made.dimensions}
        ends = {id_: (score - 1, score + 1) for id_, score in scores.items()}
        rates = {id_: draw.uniform(0, 0.9) for id_ in scores}
        groups.append(replace(group, dimensions=scores, intervals=ends, dont_know_rates=rates))
    rows = (replace(each, quiet=draw.random() < 0.1) for each in made.participation[1:])
    return replace(
        made,
        participation=(replace(made.participation[0], answered=draw.randint(60, 120)), *rows),
        overall=replace(made.overall, pooled_100=made.overall.score_100 + draw.uniform(-9, 9)),
        dimensions=tuple(
            replace(each, dont_know_rate=draw.uniform(0, 0.4)) for each in made.dimensions
        ),
        items=tuple(replace(each, dont_know_rate=draw.uniform(0, 0.6)) for each in made.items),
        groups=tuple(groups),
        quality=quality,
    )


def test_no_two_findings_say_the_same_thing():
    seen = Counter()
    for told in random_stories():
        found = findings(told)
        seen.update(each.kind for each in found)
        assert len({each.sentence for each in found}) == len(found)
        assert len({each.id for each in found}) == len(found)
        whats = [each.what for each in all_told(told, told.edition.audience)]
        assert len(set(whats)) == len(whats)
        assert [each.rank for each in found] == list(range(1, len(found) + 1))
        messages = key_messages(told)
        assert len(messages) <= 3
        assert len({each.topic for each in messages}) == len(messages)
        assert [each.rank for each in messages] == sorted(each.rank for each in messages)
    assert set(seen) >= set(CASES) - {"rating_gap"}


def test_a_dimension_speaks_once_in_the_synthesis_where_others_have_something_to_say():
    told = at((10, 20), (30, 40), (50, 60))
    unknown_too = {"dont_know_rate": 0.4, "n": 60}
    told = dimensions(told, unknown_too)
    assert kinds(told) == ["weakest", "dont_know", "strongest"]
    two = dimensions(told, {}, {}, {"interval": (50, 60), "dont_know_rate": 0.3, "n": 60})
    assert [each.id for each in key_messages(two)] == ["weakest-d1", "dont_know-d3", "strongest-d3"]


# The caveat


def test_below_sixty_percent_every_other_finding_carries_the_caveat():
    told = changed(
        at((10, 20), (30, 40), (50, 60)), participation=people(41, 100).assessment.participation
    )
    found = {each.kind: each for each in findings(told)}
    assert found["weakest"].caveat == "Only 41% of the people invited answered."
    assert found["strongest"].caveat == found["weakest"].caveat
    assert found["participation"].caveat == ""
    enough = changed(told, participation=people(60, 100).assessment.participation)
    assert {each.caveat for each in findings(enough)} == {""}


# Audiences


def test_what_tells_functions_apart_is_not_for_all_staff():
    for told in random_stories():
        staff = findings(replace(told, edition=Edition(audience="all-staff")))
        split = {source for each in staff for source in each.sources if ":" in source}
        assert split == set()
        labels = [told.group_label(each.id) for each in told.assessment.groups]
        sentences = " ".join(each.sentence for each in staff)
        assert [each for each in labels if each in sentences] == []


def test_the_audiences_of_rules_are_those_of_reports():
    assert AUDIENCES == editions.AUDIENCES


# The consultant


def voiced(told, **voice):
    return replace(told, edition=replace(told.edition, voice=Voice(**voice)))


RANKED = at((10, 20), (30, 40), (50, 60))


def test_pinned_findings_come_first_and_silenced_ones_not_at_all():
    told = voiced(RANKED, pinned=("strongest-d3",), silenced={"weakest-d1": "Known."})
    assert [(each.id, each.pinned, each.rank) for each in findings(told)] == [
        ("strongest-d3", True, 1)
    ]
    assert findings(told)[0].why.startswith("Put first by the consultant.")
    (out,) = silenced(told)
    assert (out.finding.id, out.reason) == ("weakest-d1", "Known.")
    assert unknown_edits(told) == ()


def test_a_pinned_caveat_is_a_message_and_told_once():
    told = voiced(tried(0.3), pinned=("fragile",))
    assert [each.id for each in key_messages(told)] == ["fragile"]
    assert caveats(told) == ()


def test_a_reworded_finding_keeps_its_place_and_its_sources():
    words = Reworded("weakest-d1", Text(en="<b>Silos</b>\n first."), {"d1": 15.0})
    (before, _), (after, _) = findings(RANKED), findings(voiced(RANKED, reworded=(words,)))
    assert after.sentence == "<b>Silos</b> first."
    assert (after.origin, after.changed) == ("consultant", "")
    same = ("id", "rank", "sources", "numbers", "why")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
    french = voiced(replace(RANKED, say=FR), reworded=(words,))
    assert findings(french)[0].origin == "rule"
    either = replace(words, sentence=Text({"": "Silos !"}))
    assert (
        findings(voiced(replace(RANKED, say=FR), reworded=(either,)))[0].sentence == "Silos\u202f!"
    )


@pytest.mark.parametrize(
    ("numbers", "says"),
    [
        ({"d1": 14.6}, ""),
        ({"d1": 14.4}, "A number under these words has changed since they were written. "),
        ({"d1": 12.0, "d1:hr": 3.0}, "2 numbers under these words have changed"),
    ],
)
def test_words_are_marked_when_a_number_under_them_prints_otherwise(numbers, says):
    words = Reworded("weakest-d1", Text(en="Silos."), numbers)
    found = findings(voiced(RANKED, reworded=(words,)))[0]
    assert found.changed.startswith(says)
    assert bool(found.changed) == bool(says)
    if len(numbers) == 1 and says:
        assert found.changed.endswith("“Cross-functional alignment”: from 14 to 15.")


def test_an_added_finding_comes_after_the_messages_and_before_the_caveats():
    own = Reworded("visits", Text(en="We saw it."), {"d1": 15.0}, "d1")
    told = voiced(changed(RANKED, overall=tried(0.3).assessment.overall), added=(own,))
    assert kinds(told) == ["weakest", "strongest", "added", "fragile"]
    found = findings(told)[2]
    assert (found.dimension, found.origin, found.sources) == ("d1", "consultant", ("d1",))
    split = replace(own, numbers={"d1:hr": 15.0})
    staff = replace(voiced(RANKED, added=(split,)).edition, audience="all-staff")
    assert "added" not in kinds(replace(RANKED, edition=staff))


def test_decisions_about_nothing_are_told():
    own = Reworded("weakest-d1", Text(en="x"), {"d1": 15.0})
    told = voiced(
        RANKED,
        pinned=("keying-d1", "strongest-d3", "weakest-d1", "visits"),
        silenced={"fragile": "x"},
        reworded=(
            Reworded("weakest-d1", Text(en="x")),
            Reworded("strongest-d3", Text(en="x"), {"q": 1}),
        ),
        added=(own, Reworded("visits", Text(en="x"))),
    )
    said = "\n".join(unknown_edits(told))
    for words in (
        "“keying-d1”",
        "“fragile”",
        "“weakest-d1” is added",
        "“q”",
        "“weakest-d1” is reworded without",
        "4 findings are pinned",
    ):
        assert words in said
    assert said.count("visits") == 0


# Numbers that words were written under


def test_every_number_can_be_named_and_as_printed_is_not_moved():
    for told in list(random_stories())[::7]:
        known = {name: each.value for name, each in noted(told).items() if each.value is not None}
        assert {"overall", "d1", "d1/dont_know"} <= set(known)
        assert moved(told, as_noted(told, known)) == ()
        assert unknown(told, known) == ()
        for each in findings(told):
            assert moved(told, numbers_of(each)) == ()
            assert each.numbers


def test_what_moved_is_named_in_words():
    told = quiet()
    group = told.assessment.groups[0]
    first = replace(group, dimensions={**group.dimensions, "d1": None})
    told = changed(told, groups=(first, *told.assessment.groups[1:]))
    assert moved(told, {f"d1:{group.id}": 40.0}) == (
        "“Cross-functional alignment”, Customer service and after-sales: 40 then, no longer shown",
    )
    assert moved(told, {"d1/dont_know": 0.3}) == (
        "“Cross-functional alignment”, “don’t know”: from 30% to 2%",
    )
    assert moved(told, {"nothing": 3.0}) == ()
    assert unknown(told, {"nothing": 3.0, "d1:operations": 1.0}) == ("nothing", "d1:operations")


# The rules as data


def rules_of(tmp_path, change):
    """Load a minimal instrument with one rule, changed; return what is said of it."""
    instrument, _ = climate(tmp_path)
    rule = {
        "id": "low",
        "kind": "low",
        "about": "dimension",
        "topic": "low",
        "when": "[score < 40]",
        "gravity": "50",
        "because": "{en: Low., fr: Bas.}",
        "sentence": '{en: "{name} {score}", fr: "{name} {score}"}',
    } | change
    lines = [f"    {key}: {value}" for key, value in rule.items() if value is not None]
    text = instrument.read_text("utf-8").rstrip() + "\nfindings:\n  -\n" + "\n".join(lines) + "\n"
    instrument.write_text(text, encoding="utf-8")
    return load_instrument(instrument)


BAD = {
    "measure": ({"when": "[scores < 40]"}, "“scores” cannot be compared"),
    "words": ({"when": "[name = x]"}, "“name” cannot be compared"),
    "threshold": ({"when": "[score < lowest]"}, "“lowest” is nothing"),
    "code": ({"when": "[standing = last]"}, "“last” is nothing"),
    "order of words": ({"when": "[standing < behind]"}, "is no comparison"),
    "operator": ({"when": "[score ~ 3]"}, "“score ~ 3” is no comparison"),
    "code of ours": ({"when": '["__import__(1) > 2"]'}, "is no comparison"),
    "never": ({"when": "[]"}, "findings.0.when"),
    "about": ({"about": "company"}, "not “company”"),
    "field": ({"sentence": '{en: "{nam}", fr: "{nam}"}'}, "cannot say “nam”"),
    "code printed": ({"sentence": '{en: "{standing}", fr: x}'}, "cannot say “standing”"),
    "attribute": ({"sentence": '{en: "{name.x}", fr: x}'}, "the braces of “{name.x}”"),
    "brace": ({"sentence": '{en: "{name", fr: x}'}, "the braces of “{name”"),
    "language": ({"sentence": '"{name}"'}, "“sentence” says nothing in: fr"),
    "reason": ({"because": "{en: x}"}, "“because” says nothing in: fr"),
    "audience": ({"not_for": "[staff]"}, "no audience “staff”"),
    "size": ({"size": "score"}, "needs both “size”"),
    "size of a word": ({"size": "name", "full": "3"}, "“name” cannot be compared or counted"),
    "count": (
        {"count": "score", "singular": "{en: x, fr: x}"},
        "“score” cannot be compared or counted",
    ),
    "singular": ({"count": "n"}, "needs both “count”"),
    "gravity": ({"gravity": "91"}, "gravity"),
    "key": ({"colour": "red"}, "colour"),
    "missing": ({"topic": None}, "topic"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_rule_that_cannot_be_is_refused_with_its_line(tmp_path, case):
    change, words = BAD[case]
    with pytest.raises(InstrumentError) as raised:
        rules_of(tmp_path, change)
    message = raised.value.message(EN)
    assert words in message
    assert re.search(r"team-climate\.yaml:\d+: ", message)
    assert raised.value.message(FR) != message


def test_a_sound_rule_of_ones_own_replaces_the_others(tmp_path):
    asked = rules_of(tmp_path, {})
    assert [rule.id for rule in asked.findings] == ["low"]


def test_a_kind_means_one_thing(tmp_path):
    instrument, _ = climate(tmp_path)
    said = "because: {en: x, fr: x}, sentence: {en: x, fr: x}"
    with instrument.open("a", encoding="utf-8") as file:
        file.write("\nfindings:\n")
        for id_, about in (("a", "dimension"), ("b", "practice")):
            rest = f"about: {about}, topic: t, when: [n < 4], gravity: 1, {said}"
            file.write(f"  - {{id: {id_}, kind: k, {rest}}}\n")
    with pytest.raises(InstrumentError) as raised:
        load_instrument(instrument)
    assert "“k” is also the kind of “a”" in raised.value.message(EN)


def test_a_questionnaire_without_rules_has_those_of_any(tmp_path):
    instrument, _ = climate(tmp_path)
    assert load_instrument(instrument).findings == samples.RULES


def test_the_shipped_questionnaire_says_what_any_does_and_what_is_its_own():
    own = {rule.id: rule for rule in load_instrument(SHIPPED).findings}
    assert [own[rule.id] for rule in samples.RULES] == list(samples.RULES)
    assert set(own) - {rule.id for rule in samples.RULES} == {"seen_from_above"}


def test_rules_change_the_fingerprint_but_not_what_is_asked(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = rules_of(tmp_path / "a", {})
    second = rules_of(tmp_path / "b", {"gravity": "51"})
    assert first.sha256 != second.sha256
    assert first.asked_sha256 == second.asked_sha256


def test_the_vocabulary_is_what_the_measures_work_out():
    told = Story(samples.assessment(samples.instrument()), samples.instrument(), EN)
    told = changed(told, participation=(Participation(None, 41, 100, 0.41), HR))
    assert set(SUBJECTS) == set(vocabulary())
    for about, make in SUBJECTS.items():
        found = {name for subject in make(told) for name in subject.measures}
        assert found == set(vocabulary()[about]), about


def test_codes_are_only_what_the_vocabulary_says_they_may_be():
    for told in list(random_stories())[::5]:
        for about, make in SUBJECTS.items():
            for subject in make(told):
                for name, measure in vocabulary()[about].items():
                    value = subject.measures.get(name)
                    assert not measure.values or value is None or value in measure.values


def test_the_page_of_findings_lists_the_vocabulary():
    page = runpy.run_path(str(ROOT / "docs" / "generate.py"))["findings_page"]()
    assert (ROOT / "docs" / "findings.md").read_text("utf-8") == page, "run python docs/generate.py"


def test_the_vocabulary_reads_well_in_french():
    text = (resources.files("maturity.instrument") / "measures.toml").read_text("utf-8")
    said = [each["fr"] for about in tomllib.loads(text).values() for each in about.values()]
    assert [
        each for each in said if re.search(r"[^\u202f][;!?»%]|[^\u202f\d]:|«[^\u202f]|'", each)
    ] == []


@pytest.mark.parametrize(
    "text", ["score", "score <", "< 3", "a.b = 3", "score < 3; x", "1 < 2", ""]
)
def test_what_is_no_comparison_is_not_read_as_one(text):
    assert condition(text) is None


@pytest.mark.parametrize("text", ["{}", "{0}", "{a!r}", "{a:x}", "{a[0]}", "{a.b}", "{", "}"])
def test_braces_hold_names_alone(text):
    assert fields_of(text) is None


# From an engagement, to the consultant


@pytest.fixture
def engaged(tmp_path):
    instrument, answers = climate(tmp_path)
    rows = ["respondent,function,A1,A2"]
    rows += [f"p{n},{'it' if n % 2 else 'sales'},{1 + n % 2},{2 + n % 2}" for n in range(20)]
    answers = tmp_path / "wave" / "answers.csv"
    answers.parent.mkdir(exist_ok=True)
    answers.write_text("\n".join(rows), encoding="utf-8")
    text = f"name: Alba\ninstrument: {instrument}\nlanguage: en\nroster: {{it: 30, sales: 30}}\n"
    (tmp_path / "engagement.yaml").write_text(text, encoding="utf-8")

    def run(decisions=""):
        (tmp_path / "decisions.yaml").write_text(decisions, encoding="utf-8")
        return assess(str(tmp_path / "wave"), language="en")

    return run


def test_decisions_reach_the_findings(engaged):
    plain = findings(engaged().story())
    assert "participation" in [each.id for each in plain]
    decided = """
        silenced_findings: {participation: The census is next month.}
        added_findings:
          - {finding: visits, sentence: Seen on site., wave: wave}
          - {finding: visits, sentence: Seen elsewhere.}
          - {finding: later, sentence: Not yet., wave: autumn}
    """
    result = engaged(decided)
    found = {each.id: each.sentence for each in findings(result.story())}
    assert found["visits"] == "Seen on site."
    assert "participation" not in found
    assert "later" not in found
    document = findings_json(result)
    assert [each["reason"] for each in document["silenced"]] == ["The census is next month."]


@pytest.mark.parametrize(
    ("decisions", "line", "words"),
    [
        ("pinned_findings: [wekest-trust]", 1, "no finding can be called “wekest-trust”"),
        ("pinned_findings:\n  - weakest-trusst", 2, "“weakest-trusst”"),
        ("silenced_findings:\n  fragile-x: why", 2, "“fragile-x”"),
        ("silenced_findings:\n  fragile: ''", 2, "must not be empty"),
        (
            "reworded_findings:\n  - {finding: group_gap-x-trust, sentence: y}",
            2,
            "“group_gap-x-trust”",
        ),
        ("added_findings:\n  - {finding: a, sentence: ' '}", 2, "must not be empty"),
        (
            "added_findings:\n  - {finding: a, sentence: b}\n  - {finding: a, sentence: c}",
            3,
            "“a” is already decided on at decisions.yaml:2",
        ),
        (
            "pinned_findings: [fragile]\nsilenced_findings:\n  fragile: known",
            3,
            "“fragile” is already decided on at decisions.yaml:1",
        ),
        ("added_findings:\n  - finding: a\n    sentence: b\n    dimension: c", 4, "“c” is not in"),
        (
            "added_findings:\n  - finding: a\n    sentence: b\n    numbers: {c:it: 3}",
            4,
            "“c:it” is not in",
        ),
        ("added_findings:\n  - {finding: a, sentence: {de: b}}", 2, "sentence"),
        ("pinned_findings: {a: b}", 1, "pinned_findings"),
    ],
)
def test_decisions_that_can_never_hold_are_refused_with_their_line(engaged, decisions, line, words):
    with pytest.raises(EngagementError) as raised:
        engaged(decisions)
    message = raised.value.message(EN)
    assert words in message
    assert f"decisions.yaml:{line}: " in message


def test_what_maturity_findings_prints_can_be_pasted_back(engaged):
    result = engaged()
    told = findings(result.story())
    said = "\n".join(finding_lines(result))
    assert all(each.id in said and each.sentence in said for each in told)
    again = engaged(paste(result.story(), told))
    assert [each.sentence for each in findings(again.story())] == [each.sentence for each in told]
    assert {each.origin for each in findings(again.story())} == {"consultant"}
    assert [each.changed for each in findings(again.story())] == [""] * len(told)
    assert finding_remarks(again) == ()


def test_a_finding_leads_to_its_cells(engaged):
    result = engaged("added_findings:\n  - {finding: a, sentence: b, numbers: {'trust:it': 1}}")
    found = {each.id: each for each in findings(result.story())}
    assert cells(result, found["participation"]) == ()
    odd = ", ".join(f"answers.csv!csv!C{row}:D{row}" for row in range(3, 22, 2))
    assert ", ".join(cells(result, found["a"])) == odd
    whole = replace(found["a"], sources=("trust\u00a0n=20",))
    assert cells(result, whole) == ("answers.csv!csv!C2:D21",)
