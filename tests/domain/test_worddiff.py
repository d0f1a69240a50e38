"""Word by word: both wordings can be had back from what is shown, and what stayed is said once."""

from hypothesis import given
from hypothesis import strategies as st

from server.domain.blocks import Bullets, Text
from server.domain.i18n import words
from server.domain.worddiff import Span, history, marked, spans

SENTENCES = st.lists(st.sampled_from(["de", "eis", "van", "drie", "jaar", "omzet", "vervalt", "\n"])).map(" ".join)


def test_what_went_out_and_what_came_in_stand_between_signs() -> None:
    old, new = "Schrap de omzeteis van drie jaar", "Schrap de eis van twee jaar"
    assert marked(old, new) == "Schrap de [–omzeteis–][+eis+] van [–drie–][+twee+] jaar"
    assert spans("één loket", "één loket") == (Span("één loket"),)
    assert (marked("", "nieuw"), marked("weg", "")) == ("[+nieuw+]", "[–weg–]")


@given(SENTENCES | st.text(max_size=60), SENTENCES | st.text(max_size=60))
def test_both_wordings_can_be_had_back(old: str, new: str) -> None:
    found = spans(old, new)
    assert "".join(span.text for span in found if span.how != "in") == old
    assert "".join(span.text for span in found if span.how != "out") == new
    assert all(span.text for span in found)


def test_long_texts_that_differ_all_over_are_not_compared_for_ever() -> None:
    old, new = "a b " * 1000, "b a " * 1000 + "c"
    assert [span.how for span in spans(old, new)] == ["out", "in"]
    assert [span.how for span in spans(old, old + "c")] == ["same", "in"]
    assert [span.how for span in spans(f"{old}x {old}", f"{old}y {old}")] == ["same", "out", "in", "same"]


def test_the_history_numbers_the_wordings_and_is_silent_where_there_is_one() -> None:
    assert history(("zo was het",), words("en")) == []
    bullets, note = history(("zo was het", "zo is het", "zo is het nu"), words("en"))
    assert bullets == Bullets(
        ("Version 1: zo was het", "Version 2: zo [–was–][+is+] het", "Version 3: zo is het[+ nu+]")
    )
    assert isinstance(note, Text)
    assert note.role == "note"
