"""Why something was not done: a sentence for every code that the server, or the link on this laptop, refuses with."""

from collections.abc import Mapping

from server.domain.text import one_line
from spilter_tui.i18n import N_, _

SENTENCES: Mapping[str, str] = {
    # the activity
    "is_draft": N_("This has not begun yet."),
    "is_open": N_("That can't be done while this is open. Close it first."),
    "is_paused": N_("This is paused. What was typed is kept."),
    "is_closed": N_("This is closed. What was typed is kept on this laptop."),
    "phase": N_("It is already so: somebody else was first, perhaps."),
    "still_open": N_("This is not closed yet, so there is no result to choose by."),
    "nothing_yet": N_("There is nothing to show yet."),
    "no_activity": N_("This activity is not on the agenda any more."),
    "no_kind": N_("This server knows no activity of that kind."),
    "no_preset": N_("This activity can't be set that way."),
    "settings": N_("These settings can't be: {fault}"),
    "only_tighter": N_("It can only become more anonymous, never less."),
    "twice": N_("There is already an activity with that name for itself."),
    "not_now": N_("Nothing can be sent here now. What was typed is kept."),
    # texts
    "empty": N_("There is nothing in it. Type something first."),
    "too_long": N_("This is too long: {length} characters, {limit} fit. Make it two."),
    "too_large": N_("This is too much to send at once. Make it several."),
    "out_of_bounds": N_("This is too much to send at once. Make it several."),
    "no_entry": N_("This entry is not there any more."),
    "not_your_entry": N_("Only the laptop that sent an entry can change it."),
    "no_fields": N_("The facilitator changed what is asked here. Fill it in again."),
    "nothing_at_gate": N_("Nothing waits at the gate any more."),
    "no_topic": N_("This topic is not there any more. Choose another one."),
    "no_side": N_("There is no side “{side}” here. Choose another one."),
    "no_action": N_("This action is not on the list any more."),
    "not_for_room": N_("Here only the facilitator writes down actions."),
    # items and themes
    "unknown_item": N_("This is not on the list any more. Look again."),
    "no_item": N_("This is not on the board any more."),
    "no_theme": N_("This theme is not there any more."),
    "claimed": N_("Somebody else has this one at hand."),
    "taken": N_("Somebody else was first. Nothing was overwritten."),
    "merged": N_("This was merged with another one meanwhile."),
    "not_own_here": N_("It can't be told any more that this one is yours: where it was typed is closed."),
    "not_merged": N_("There is nothing to take apart here."),
    "one_theme": N_("Here an entry lies in one theme only."),
    "theme_exists": N_("There is already a theme with that title."),
    "too_deep": N_("A theme under a theme can't hold another theme."),
    "nothing_new": N_("Everything of that is here already."),
    "file_known": N_("The ballots in this file were counted before."),
    # guests
    "card_twice": N_("Card number {card} is used twice."),
    "too_many_guests": N_("That are too many guests: {limit} fit."),
    "no_guest": N_("There is no guest with card number {card}."),
    "no_guests": N_("There is no list of guests."),
    # messages
    "no_message": N_("This message was taken back already."),
    # nominations and wordings
    "no_table": N_("Choose your table first: a table nominates, not a laptop."),
    "quota": N_("Your table has nominated {quota} already. Take one back first."),
    "at_no_table": N_("Choose your table first: here everything belongs to a table."),
    "not_your_table": N_("This line is another table's."),
    "enough_picked": N_("Your table has picked {n} lines already. Take one back first."),
    "sentences": N_("A summary has at most {n} sentences. What you typed is kept."),
    "no_summary": N_("That table has no summary of that round."),
    "no_round": N_("There is no such round: it is {n} at most."),
    "no_tables": N_("There are no tables yet. Put them on the agenda first."),
    "nobody": N_("Nobody would be left to seat."),
    "other_version": N_("The words were changed meanwhile. Look again: nothing was overwritten."),
    "same_text": N_("These are the same words. Nothing was changed."),
    "agreed": N_("These words were agreed on. Take that mark away first."),
    "feature_exists": N_("There is already a feature with that name."),
    # acts
    "nothing_to_undo": N_("There is nothing to undo."),
    "nothing_to_redo": N_("There is nothing to bring back."),
    "not_yours": N_("Only the facilitator can do that."),
    "unknown": N_("This server can't do that. It is of another version, perhaps."),
    # ballots
    "one_vote": N_("This laptop has voted already. A vote can be changed until it closes."),
    "other_round": N_("A new round has begun. Look again and vote anew."),
    "no_abstaining": N_("Here you can't leave one open."),
    "value_and_abstained": N_("One item has a value and an abstention. Choose one of them."),
    "outside_scale": N_("One of the values is not on the scale."),
    "no_lots": N_("Here everybody judges the whole list."),
    "no_team": N_("That group is not on the list. Choose another one."),
    "over_cap": N_("There are too many dots on one item."),
    "too_many_dots": N_("There are more dots than there are to give."),
    "negative_dots": N_("Dots can't be less than nothing."),
    "not_a_choice": N_("One of the values is no choice."),
    "chosen_twice": N_("One item was chosen twice."),
    "too_few_choices": N_("Choose a few more."),
    "too_many_choices": N_("That is more than may be chosen."),
    "under_minimum": N_("One of the amounts is too low."),
    "over_maximum": N_("One of the amounts is too high."),
    "over_total": N_("Together it is more than there is to give."),
    "ranked_twice": N_("One item stands in two places."),
    "empty_group": N_("One place in the order is empty."),
    "more_than_persons": N_("That is more hands than there are persons."),
    "no_hands": N_("Raised hands can't be counted with this way of voting."),
    "no_answer": N_("The answer to “{question}” can't be. Look at it again."),
    # the door
    "not_joined": N_("There is no connection with the workshop now."),
    "lost": N_("The connection went before the answer came. Try again."),
    "wrong_key": N_("This key does not open the desk."),
    "too_many": N_("There is no seat left in this workshop."),
    "version": N_("The server is of another version. Install the same one here."),
    "garbled": N_("The server did not understand this laptop. They are of different versions, perhaps."),
    "stopping": N_("The server stops. What was sent is kept."),
    # the file
    "disk": N_("The server's disk failed. What was confirmed is kept; it has to be started again."),
    "disk_full": N_("The server's disk is full. Make room there and try again."),
    "disk_fault": N_("The server's disk failed. Try again, or take another disk."),
    "read_only": N_("The server may not write there. Choose another folder."),
    "no_folder": N_("The folder is not there any more."),
    "locked": N_("Another program holds the file."),
    "damaged": N_("The file is damaged. Take the back-up beside it."),
    "not_a_workshop": N_("That is no workshop."),
    "newer_version": N_("That was made by a newer version."),
}

GOODBYES: Mapping[str, str] = {
    "taken": N_("This seat is now in use on another screen."),
}

OTHERWISE = N_("That could not be done.")


def sentence(code: str, facts: Mapping[str, object] | None = None) -> str:
    """The refusal in words; facts are made harmless, as they may hold what somebody typed."""
    return _filled(SENTENCES.get(code, OTHERWISE), facts)


def goodbye(code: str, facts: Mapping[str, object] | None = None) -> str:
    """Why the server ended the connection, in words."""
    return _filled(GOODBYES.get(code) or SENTENCES.get(code, OTHERWISE), facts)


def _filled(words: str, facts: Mapping[str, object] | None) -> str:
    harmless = {name: one_line(str(value), 60) for name, value in (facts or {}).items()}
    try:
        return _(words).format(**harmless)
    except KeyError:
        return _(OTHERWISE)
