"""What MkDocs calls while it makes this site: all that Claimbook does. Hooks of yours stand beside this."""

from claimbook.site.events import *  # noqa: F403
