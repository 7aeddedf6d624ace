"""The password of a station (OCPP 2.x Part 2, A01): the variable BasicAuthPassword."""

from csms.gateway.password_change import PasswordChange

SETTING = "SecurityCtrlr.BasicAuthPassword"


class Passwords(PasswordChange):
    """Writes passwords as stations with OCPP 2.x want them."""

    password_setting = SETTING

    def password_text(self, password: str) -> str:
        """Return a password as it is (A00.FR.205)."""
        return password
