"""A browser for pages of reports."""

from browser_fixtures import browser, open_page

__all__ = ["browser", "open_page"]
