"""The contract: what holds for every kind of activity, over the registry. A new kind is tested by being there."""

import json
import pkgutil
from contextlib import suppress
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import Phase as Stage
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

import server.domain.activities
import spilter_tui.activities
from server.domain import blocks, kernel, kinds, root, steering
from server.domain.kernel import Context, Phase, Refused, Role
from server.domain.keys import hash_of
from server.domain.patch import diff, patch
from server.protocol.codec import encode
from server.report import data as report
from tests.domain import golden
from tests.domain.play import KEY, KEYS, NAME, PEOPLE, SECRET, SHOW, Kind, Play, audiences, seen, shown_to_others

KINDS = kinds.load()
ROOT = Path(__file__).resolve().parents[2]
BLOCKS = get_args(blocks.Block)

every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
random_play = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Stage.explicit, Stage.reuse, Stage.generate),  # making a failure smaller takes minutes, and they are short
)


@every_kind
@random_play
@given(data=st.data())
def test_deciding_changes_nothing_and_replay_equals_state(kind: Kind, data: DataObject) -> None:
    play = Play(kind, data)
    for command, who in play.steps():
        before = play.seen()
        fresh = Context(play.stage.now, lambda: "fresh", who)
        with suppress(Refused):
            play.stage.workshop.decide(KEY, command, fresh)
        assert play.seen() == before
        play.do(command, who)
    play.stage.now += 1000  # what is kept in memory only has lapsed
    assert seen(play.stage.replayed(), KEY, play.stage.now) == play.seen()


@every_kind
@random_play
@given(data=st.data())
def test_a_patch_leads_to_the_next_view(kind: Kind, data: DataObject) -> None:
    play = Play(kind, data)
    held = {at: play.stage.workshop.view(KEY, eyes) for at, eyes in enumerate(audiences(play.stage.now))}
    for command, who in play.steps():
        play.do(command, who)
        for at, eyes in enumerate(audiences(play.stage.now)):
            view = play.stage.workshop.view(KEY, eyes)
            changes = json.loads(encode(diff(held[at], view)))
            raw = {name: msgspec.Raw(json.dumps(value).encode()) for name, value in changes.items()}
            assert patch(held[at], raw) == view
            held[at] = view


@every_kind
@random_play
@given(data=st.data())
def test_others_never_see_who_or_with_which_key(kind: Kind, data: DataObject) -> None:
    """No key, no hash of one, no seat of the staff, no operation; and in an anonymous activity no name."""
    play = Play(kind, data, attribution=data.draw(st.sampled_from(steering.ATTRIBUTIONS)))
    said = ""
    for command, who in play.steps():
        play.do(command, who)
        said += typed(command)
    assume(not any(secret in said for secret in (*SECRET, NAME)))  # what somebody typed may be shown, whatever it is
    play.stage.do("", SHOW)
    before = list(shown_to_others(play.stage.workshop, play.stage.now))
    with suppress(Refused):
        play.stage.do(KEY, steering.Reveal())
    named = play.activity.card.attribution == "named" or play.card.attribution == "named"
    for text in (*before, *shown_to_others(play.stage.workshop, play.stage.now)):
        for secret in (*SECRET, *(() if named else (NAME,))):
            assert secret not in text


def typed(command: kernel.Command) -> str:
    """Everything in a command but the keys that a laptop adds."""
    fields = msgspec.to_builtins(command)
    return repr({name: value for name, value in fields.items() if name not in ("key", "voter")})


@every_kind
@settings(random_play, max_examples=40)
@given(data=st.data())
def test_a_ballot_shows_in_nothing_before_the_reveal(kind: Kind, data: DataObject) -> None:
    """Two workshops that differ in one ballot only look the same to everybody while the activity is open."""
    play = Play(kind, data)
    casting = [cls for cls in play.commands if "voter" in cls.__struct_fields__]
    if not casting:
        return
    drawn = [msgspec.structs.replace(play.command(*casting), voter=KEYS[0]) for _ in range(6)]
    sights = [sight for ballot in drawn if (sight := seen_after(play.afresh(), ballot))]
    assert all(sight == sights[0] for sight in sights)


def seen_after(play: Play, ballot: kernel.Command) -> dict[str, Any]:
    """What everybody sees when only this ballot was cast; nothing if it isn't valid."""
    play.stage.phase(KEY, Phase.OPEN)
    return play.seen() if play.do(ballot, PEOPLE[2]) else {}


@every_kind
@random_play
@given(data=st.data())
def test_participants_are_refused_before_and_after(kind: Kind, data: DataObject) -> None:
    """Once closed and the grace is over, or paused as long, no participant changes anything; nor in a draft."""
    play = Play(kind, data)
    for command, who in play.steps(steered=False):
        play.do(command, who)
    play.stage.phase(KEY, data.draw(st.sampled_from((Phase.CLOSED, Phase.PAUSED))))
    play.stage.now += play.card.grace + 1
    theirs = [cls for cls in play.commands if Role.PARTICIPANT in cls.by]
    for cls in theirs:
        assert not play.do(play.command(cls), PEOPLE[2])
    draft = play.afresh()
    for cls in theirs:
        assert not draft.do(draft.command(cls), PEOPLE[2])


@every_kind
@random_play
@given(data=st.data())
def test_results_are_blocks_in_both_languages(kind: Kind, data: DataObject) -> None:
    play = Play(kind, data)
    for command, who in play.steps():
        play.do(command, who)
    found = play.seen()
    for language in ("nl", "en"):
        assert all(isinstance(block, BLOCKS) for block in found[language])
        view = root.ResultView(False, found[language])
        assert msgspec.json.decode(msgspec.json.encode(view), type=root.ResultView) == view


@every_kind
@random_play
@given(data=st.data())
def test_undoing_every_act_leads_back_and_redoing_forth(kind: Kind, data: DataObject) -> None:
    play = Play(kind, data)
    desk = PEOPLE[0]
    before, acts = seen(play.stage.replayed(), KEY, play.stage.now), len(play.stage.workshop.acts)
    start = play.stage.now
    for command, _ in play.steps():
        if desk.role in command.by:
            play.do(command, desk)
    after = seen(play.stage.replayed(), KEY, start)
    done = len(play.stage.workshop.acts) - acts
    for _ in range(done):
        play.stage.undo()
    assert seen(play.stage.replayed(), KEY, start) == before
    for _ in range(done):
        play.stage.redo()
    assert seen(play.stage.replayed(), KEY, start) == after


@every_kind
@random_play
@given(data=st.data())
def test_sealing_changes_no_word_and_leaves_no_key(kind: Kind, data: DataObject) -> None:
    play = Play(kind, data)
    for command, who in play.steps(steered=False):
        play.do(command, who)
    play.stage.phase(KEY, Phase.CLOSED)
    play.stage.now += play.card.grace + 1
    if not play.activity.must_seal:
        return
    assert KEY in play.stage.workshop.due_seals(play.stage.now)
    before = verbatim(play.activity)
    workshop = play.stage.workshop
    workshop.replace(KEY, workshop.sealed(KEY))
    assert verbatim(play.activity) == before
    theirs = [record for record in workshop.records[KEY] if not record.by]
    kept = msgspec.json.encode([record.event for record in theirs]).decode()
    assert not [secret for secret in (*KEYS, *map(hash_of, KEYS)) if secret in kept]
    assert not [record for record in theirs if record.op]


def verbatim(activity: kernel.Activity[Any, Any, Any]) -> Any:
    """What must survive sealing: items, entries and judgements, in whatever order."""
    figures = activity.figures()
    return (
        sorted(activity.items(), key=lambda item: item.id),
        sorted(figures.entries, key=lambda entry: entry.id),
        sorted(figures.items, key=repr),
        figures.n,
    )


@every_kind
@random_play
@given(data=st.data())
def test_what_the_report_holds_reads_in_again_to_the_same(kind: Kind, data: DataObject) -> None:
    play = Play(kind, data, attribution=data.draw(st.sampled_from(steering.ATTRIBUTIONS)))
    for command, who in play.steps():
        play.do(command, who)
    content = report.collect(play.stage.workshop, "1")
    assert report.collect(report.restore(content), "1") == content


# --- both sides, the page, the golden lines ---------------------------------------------------------------------


def modules(package: Any) -> set[str]:
    return {found.name for found in pkgutil.iter_modules(package.__path__) if not found.name.startswith("_")}


def test_a_kind_is_the_file_of_its_name() -> None:
    assert modules(server.domain.activities) == set(KINDS)


@every_kind
def test_the_terminal_has_a_pane_of_the_same_name(kind: Kind) -> None:
    if not modules(spilter_tui.activities):
        pytest.skip("the terminal's side has no panes yet")
    assert kind.kind in modules(spilter_tui.activities)


@every_kind
def test_a_kind_has_its_page(kind: Kind) -> None:
    """The page names every preset and every setting."""
    page = ROOT / "docs" / "activities" / f"{kind.kind}.md"
    assert page.exists()
    text = page.read_text("utf-8")
    named = (*kind.presets, *kind.settings_type.__struct_fields__)
    assert [name for name in named if f"`{name}`" not in text] == []


@pytest.mark.parametrize(("group", "cls"), list(golden.classes()), ids=lambda each: getattr(each, "__name__", each))
def test_a_golden_line_of_every_message_still_means_the_same(group: str, cls: type[msgspec.Struct]) -> None:
    lines = golden.lines()
    assert (group, golden.tag(cls)) in lines, "a new message: python -m tests.domain.golden"
    message = lines[group, golden.tag(cls)]
    decoded = golden.DECODERS[group](json.dumps(message).encode())
    assert type(decoded) is cls
    assert holds(json.loads(encode(decoded)), message)


def test_no_message_was_forgotten_that_files_still_hold() -> None:
    now = {(group, golden.tag(cls)) for group, cls in golden.classes()}
    assert [line for line in golden.lines() if line[0] == "event" and line not in now] == []


def holds(now: Any, then: Any) -> bool:
    """Whether everything that was said then is said now; more may be said."""
    if isinstance(then, dict):
        return isinstance(now, dict) and all(key in now and holds(now[key], value) for key, value in then.items())
    if isinstance(then, list):
        return isinstance(now, list) and len(now) == len(then) and all(map(holds, now, then))
    return bool(now == then)
