"""Forms of signing in and of one's own account, with inputs as the pages draw them."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.validators import MaxLengthValidator

from semesta.web.language import say

LONGEST_NAME: Final = 150
"""Letters of a sign-in name, as the table of accounts holds them; a longer one is nobody's and is not looked up."""


def _drawn(form: forms.BaseForm) -> None:
    for field in form.fields.values():
        field.widget.attrs["class"] = "form-control"


class SignInForm(AuthenticationForm):
    """Name and password."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["username"].validators.append(MaxLengthValidator(LONGEST_NAME))
        _drawn(self)


class PasswordForm(PasswordChangeForm):
    """The password of now, and the new one twice."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        _drawn(self)


class CodeForm(forms.Form):
    """Six digits of the phone, or a recovery code of eight."""

    code = forms.CharField(
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["code"].label = say("Kode", "Code")
        _drawn(self)

    def refuse(self) -> None:
        """Say that the code does not fit, and what to do."""
        self.add_error(
            "code",
            say(
                "Kode ini tidak cocok atau sudah dipakai. Tunggu kode berikutnya di ponsel; bila terus gagal, periksa "
                "apakah jam ponsel diatur otomatis.",
                "This code does not fit or was used before. Wait for the phone's next code; if it keeps failing, see "
                "whether the phone's clock is set automatically.",
            ),
        )


class OwnPasswordForm(forms.Form):
    """The reader's password, asked for before something is taken away."""

    password = forms.CharField(
        max_length=128, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["password"].label = say("Kata sandi", "Password")
        _drawn(self)

    def refuse(self) -> None:
        """Say that the password does not fit."""
        self.add_error("password", say("Kata sandi ini tidak cocok.", "This password does not fit."))
