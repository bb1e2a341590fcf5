"""Addresses of signing in. They precede the admin's: /admin/login/ and /admin/password_change/ are allauth's."""

from allauth.account import views as account
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid
from django.urls import include, path

from . import screens

PROVIDER = {"provider_id": "oidc"}  # one provider; see settings/signing_in.py

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("password_change/", account.password_change, name="account_change_password"),
    path("account/no-password/", screens.no_password, name="account_set_password"),
    path("account/", screens.security, name="account_security"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/two-step/", include("allauth.mfa.urls")),
    path("account/sessions/", screens.sessions, name="usersessions_list"),
    path("account/sessions/end/", screens.end_sessions, name="usersessions_end_others"),
    path("account/sessions/<int:pk>/end/", screens.end_sessions, name="usersessions_end"),
    path("account/sso/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("account/sso/error/", social.login_error, name="socialaccount_login_error"),
    path("account/sso/login/", screens.sign_on, PROVIDER, name="openid_connect_login"),
    path("account/sso/callback/", openid.callback, PROVIDER, name="openid_connect_callback"),
]
