"""Settings: which rules, which severity, which suppressions, and where each of these was written."""

from hegao.config.load import find_settings_file, forget_settings_files, load_settings, read_settings
from hegao.config.model import DEFAULTS, Origin, Settings, Suppression
from hegao.config.rules import active_rules, all_rules, find_rule
from hegao.config.schema import ConfigError
from hegao.config.suppress import apply_suppressions

__all__ = [
    "DEFAULTS",
    "ConfigError",
    "Origin",
    "Settings",
    "Suppression",
    "active_rules",
    "all_rules",
    "apply_suppressions",
    "find_rule",
    "find_settings_file",
    "forget_settings_files",
    "load_settings",
    "read_settings",
]
