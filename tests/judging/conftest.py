"""A browser for pages of tasks for judges."""

from browser_fixtures import browser, open_page

__all__ = ["browser", "open_page"]
