"""allauth's own names, for the few of its pages we keep; the rest of it stays unreachable."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from django.urls import path, re_path

from closeknit.rooms.people.decorators import at_a_limited_rate
from closeknit.rooms.people.rules.limits import LimitedAct
from closeknit.rooms.people.views import arriving, joining, keeping, second_step

urlpatterns = [
    path("sign-in/", arriving.sign_in, name="account_login"),
    path("sign-out/", keeping.sign_out, name="account_logout"),
    path("join/words/", joining.join_by_words, name="account_signup"),
    path("account/password-again/", account.reauthenticate, name="account_reauthenticate"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path(
        "account/reset/",
        at_a_limited_rate(account.password_reset, LimitedAct.RESET_MAIL, by_field="email"),
        name="account_reset_password",
    ),
    path("account/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^account/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        at_a_limited_rate(account.password_reset_from_key, LimitedAct.RESET_KEY),
        name="account_reset_password_from_key",
    ),
    path(
        "account/reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("account/second-step/", second_step.second_step, name="mfa_authenticate"),
    path("account/second-step/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/second-step/on/", second_step.switch_on, name="mfa_activate_totp"),
    path("account/second-step/off/", second_step.switch_off, name="mfa_deactivate_totp"),
    path("account/second-step/done/", keeping.second_step_done, name="mfa_index"),
]
