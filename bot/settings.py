"""Settings from the environment; a wrong one is told in one line."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from bot.clinic import checks
from dialogs.house import Clinic
from knowledge.models import Profile


class SettingsError(Exception):
    """One line for the operator: which setting, what is wrong with it."""


def territory(value: object) -> object:
    """A country that is none would leave the clients without its emergency numbers."""
    try:
        return checks.country(value)
    except checks.Wrong as wrong:
        raise ValueError(f"{wrong.what}; {wrong.mend}") from None


class Settings(BaseModel):
    model_config = ConfigDict(frozen=True)

    bot_token: str | None = Field(default=None, pattern=r"^\d+:[\w-]{10,}$")
    telegram_api: str = Field(default="https://api.telegram.org", pattern=r"^https?://")
    host: str = "127.0.0.1"
    address: str = Field(default="", pattern=r"^(https?://[^\s/]+)?/?$")  # where people open the web chat from outside
    port: int | None = Field(default=None, ge=0, le=65535)  # None: 8080, or a free one if that is taken
    data: Path = Path("var")
    clinics: Path = Path("clinics")
    name: str = Field(default="SI Screen", min_length=1, max_length=60)
    phone: str = ""
    hours: str = ""
    country: Annotated[str, BeforeValidator(territory)] = ""
    profile: Profile | None = None
    days: int = Field(default=30, ge=1, le=3650)
    safety_name: str = Field(default="", max_length=60)
    safety_contact: str = Field(default="", max_length=100, validate_default=True)
    safety_chat: str = Field(default="", pattern=r"^(-?\d+)?$")  # a Telegram chat
    signup: str = Field(default="", pattern=r"^(\S{8,64})?$")  # the code with which therapists sign up in Telegram
    webhook_local: bool = False  # for a trial: webhooks over http, and to this very computer
    require_signed: bool = False  # advise only with content that a clinician has signed

    def own(self) -> Clinic:
        """The house's own "clinic": what holds when no clinic is named."""
        return Clinic(
            name=self.name, phone=self.phone, hours=self.hours, country=self.country,
            profile=self.profile, days=self.days, safety_name=self.safety_name,
            safety_contact=self.safety_contact,
        )

    @field_validator("safety_contact")
    @classmethod
    def both(cls, contact: str, info: ValidationInfo) -> str:
        """A name that can't be reached helps nobody, and clients are told both."""
        if bool(contact) != bool(info.data.get("safety_name")):
            raise ValueError("it goes with SI_SCREEN_SAFETY_NAME: set both or neither")
        return contact


def settings(env: Mapping[str, str] = os.environ) -> Settings:
    """BOT_TOKEN, and SI_SCREEN_<NAME> for every other setting. Raises SettingsError."""
    raw: dict[str, str] = {}
    for name in Settings.model_fields:
        key = "BOT_TOKEN" if name == "bot_token" else f"SI_SCREEN_{name.upper()}"
        if env.get(key):
            raw[name] = env[key]
    try:
        return Settings.model_validate(raw)
    except ValidationError as fault:
        first = fault.errors()[0]
        name = str(first["loc"][0])
        key = "BOT_TOKEN" if name == "bot_token" else f"SI_SCREEN_{name.upper()}"
        raise SettingsError(f"{key} is wrong: {first['msg']}") from None
