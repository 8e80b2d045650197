from django.urls import path

from closeknit.rooms.people.views import arriving, joining, keeping, settings, sharing

app_name = "people"
urlpatterns = [
    path("begin/", arriving.begin, name="begin"),
    path("begin/<str:secret>/", arriving.begin_with_link, name="begin_with_link"),
    path("join/", joining.join, name="join"),
    path("join/words/", joining.join_by_words, name="join_by_words"),
    path("join/<str:secret>/", joining.join_with_link, name="join_with_link"),
    path("sign-in/", arriving.sign_in, name="sign_in"),
    path("sign-out/", keeping.sign_out, name="sign_out"),
    path("unlock/", keeping.unlock, name="unlock"),
    path("lock/", keeping.lock, name="lock"),
    path("leave-quickly/", keeping.leave_quickly, name="leave_quickly"),
    path("recovery-code/", keeping.recovery_code, name="recovery_code"),
    path("invite/", sharing.invite, name="invite"),
    path("invite/take-back/", sharing.take_back, name="take_back"),
    path("space-closed/", sharing.space_closed, name="space_closed"),
    path("settings/", settings.settings, name="settings"),
    path("settings/profile/", settings.profile, name="profile"),
    path("settings/choices/", settings.choices, name="choices"),
    path("settings/devices/", settings.devices, name="devices"),
    path(
        "settings/devices/<uuid:device_id>/end/", settings.sign_out_device, name="sign_out_device"
    ),
    path("settings/password/", settings.password, name="password"),
    path("settings/sign-in-name/", settings.sign_in_name, name="sign_in_name"),
    path("settings/sign-in-name/later/", settings.keep_name, name="keep_name"),
    path("settings/email/", settings.email, name="email"),
    path("settings/theme/", settings.theme, name="theme"),
]
