"""Which acts are shared: what one of the two does there may show on the other's pages.

Every address that takes a POST stands here once. All that is not shared is private, and then the
other's pages may not change by a byte (`test_two_worlds`).
"""

OPENS = "opens what both did, once both have; alone it is private"
SENDS = "sends words to the other, or takes them back"
SHOWS = "shows or hides words of one's own"
JOINS = "lives in a space of the two, or in a room in which both are"
SETS = "sets something for both, and its page says so"

SHARED_ACTS = {
    "questions:answer": OPENS,
    "questions:guess": OPENS,
    "practices:say_yes": OPENS,
    "repair:fill_half": OPENS,
    "offline:send": OPENS,  # an answer or a thank-you, as by a click
    "practices:stop": OPENS,  # ends for both what both had agreed to
    "questions:reply": SENDS,
    "questions:hand_over": SENDS,
    "moments:write": SENDS,
    "moments:land": SENDS,
    "moments:take_back": SENDS,
    "moments:edit": SENDS,
    "moments:remove": SENDS,
    "repair:ask": SENDS,
    "repair:say_yes": SENDS,
    "repair:take_back": SENDS,
    "repair:send_opening": SENDS,
    "repair:remove_opening": SENDS,
    "repair:write_apology": SENDS,
    "repair:remove_apology": SENDS,
    "practices:show": SHOWS,
    "practices:hide": SHOWS,
    "repair:show_half": SHOWS,
    "repair:remove_half": SHOWS,
    "listening:show": SHOWS,
    "meetings:note": SHOWS,  # a note that is not shown is private
    "meetings:hide": SHOWS,
    "listening:listening": JOINS,
    "listening:name_topic": JOINS,
    "listening:take_step": JOINS,
    "listening:pause": JOINS,
    "listening:rate": JOINS,  # it goes on once both have; the rating is private
    "listening:thank": JOINS,
    "meetings:begin": JOINS,
    "meetings:go_on": JOINS,
    "meetings:end": JOINS,
    "people:begin": JOINS,
    "people:join": JOINS,
    "people:invite": JOINS,
    "people:take_back": JOINS,
    "people:space_closed": JOINS,
    "archive:leave": JOINS,
    "archive:recover": JOINS,
    "archive:begin_again": JOINS,
    "archive:delete": JOINS,
    "questions:skip": SETS,  # "never ask us"
    "questions:ask": SETS,  # a question for a later day of both
    "questions:take_back": SETS,
    "questions:choices": SETS,  # packs; a yes to the bravest or to desire is private until both
    "today:pace": SETS,
    "people:profile": SETS,  # the name, the pronouns and the time zone
    "meetings:plan": SETS,
    "meetings:hour": SETS,
    "meetings:drop_hour": SETS,
    "repair:change_pause": SETS,
    "repair:drop_pause": SETS,
}

PRIVATE_ACTS = frozenset(
    {
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_reset_password",
        "account_reset_password_from_key",
        "account_signup",
        "archive:forget",
        "archive:take",
        "calendar:calendar",
        "calendar:make",
        "calendar:turn_off",
        "guide:safety",
        "mfa_activate_totp",
        "mfa_authenticate",
        "mfa_deactivate_totp",
        "mfa_reauthenticate",
        "moments:draft",
        "notifications:add_mail",
        "notifications:add_push",
        "notifications:add_service",
        "notifications:confirm_mail",
        "notifications:reminders",
        "notifications:remove",
        "notifications:remove_push",
        "notifications:try_out",
        "offline:app",
        "offline:kept",
        "people:choices",
        "people:devices",
        "people:email",
        "people:join_by_words",
        "people:keep_name",
        "people:leave_quickly",
        "people:lock",
        "people:password",
        "people:recovery_code",
        "people:sign_in",
        "people:sign_in_name",
        "people:sign_out",
        "people:sign_out_device",
        "people:theme",
        "people:unlock",
        "practices:doing",
        "practices:done",
        "practices:let_go",
        "practices:mark",
        "practices:step",
        "questions:draft",
        "questions:keep_private",
        "questions:let_go",
        "questions:pass_on",
        "repair:build_opening",
        "repair:draft_apology",
        "repair:draft_half",
        "repair:draft_outside",
        "repair:not_tonight",
        "repair:outside_eye",
        "repair:read_apology_aloud",
        "repair:read_opening_aloud",
        "repair:remove_writing",
        "repair:write_outside",
        "demo:be",
        "demo:look_around",
        "demo:next_day",
        "demo:start_at",
        "today:begin_onboarding_step",
        "today:put_off",
        "today:quiet_month",
    }
)

# A private address that no act of `private_acts.py` sends to, each with the reason.
PLAYED_NOWHERE = {
    "account_login": "allauth's name for people:sign_in, at the same address",
    "account_logout": "allauth's name for people:sign_out, at the same address",
    "account_signup": "allauth's name for people:join_by_words, at the same address",
    "demo:be": "is there in `closeknit demo` alone, where one visitor plays both",
    "demo:look_around": "is there in `closeknit demo` alone, where one visitor plays both",
    "demo:next_day": "is there in `closeknit demo` alone, where one visitor plays both",
    "demo:start_at": "is there in `closeknit demo` alone, where one visitor plays both",
}
